package main

import (
	"slices"
	"strings"
	"testing"
)

// What the SDKs have and these plugins do not, because the Terraform providers in the module proxy are older. A program
// that needs one of them needs the official plugin.
var unserved = map[string][]string{
	"minio":     nil,
	"openstack": nil,
	"keycloak": {
		"authentication/getSubflow",
		"index/genericClientAuthorizationPolicy",
		"index/getGenericProtocolMapper",
		"index/getOrganization",
		"index/getRealmClientRegistrationPolicy",
		"index/getWorkflow",
		"index/groupAdminPermissions",
		"index/hardcodedAttributeMapper",
		"index/hardcodedGroupIdentityProviderMapper",
		"index/kubernetesIdentityProvider",
		"index/organization",
		"index/realmClientPolicyProfile",
		"index/realmClientPolicyProfilePolicy",
		"index/realmClientRegistrationPolicy",
		"index/realmDefaultClientScopes",
		"index/realmLocalization",
		"index/realmOptionalClientScopes",
		"index/roleAdminPermissions",
		"index/spiffeIdentityProvider",
		"index/usersAdminPermissions",
		"index/workflow",
		"oidc/facebookIdentityProvider",
		"oidc/githubIdentityProvider",
		"oidc/microsoftIdentityProvider",
		"oidc/openshiftV4IdentityProvider",
		"openid/clientAdminPermissions",
		"openid/clientAuthorizationClientScopePolicy",
		"openid/clientRegexPolicy",
		"openid/getClientAuthorizationScope",
		"openid/subProtocolMapper",
		"saml/getClientScope",
	},
}

func TestServesTheTokensOfTheSDKs(t *testing.T) {
	for name, b := range bridges {
		version, sdkTokens := sdk(name)
		info := b.info(name, version, sdkTokens)
		served := map[string]string{}
		add := func(token, tfName string) {
			if other, ok := served[token]; ok {
				t.Errorf("%s serves both %s and %s", token, tfName, other)
			}
			served[token] = tfName
		}
		for tfName, r := range info.Resources {
			add(string(r.Tok), tfName)
		}
		for tfName, d := range info.DataSources {
			add(string(d.Tok), tfName)
		}
		var missing []string
		for _, token := range sdkTokens {
			if served[token] == "" {
				missing = append(missing, strings.TrimPrefix(token[:strings.LastIndex(token, ":")], name+":"))
			}
		}
		if !slices.Equal(missing, unserved[name]) {
			t.Errorf("%s: not served are %q, expected %q", name, missing, unserved[name])
		}
		for tfName := range b.renamed {
			if _, isResource := info.Resources[tfName]; isResource {
				continue
			}
			if _, isData := info.DataSources[strings.TrimPrefix(tfName, "data.")]; !isData {
				t.Errorf("the renaming of %s does nothing", tfName)
			}
		}
	}
}
