package main

import (
	"strings"

	minio "github.com/aminueza/terraform-provider-minio/v3/minio"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	keycloak "github.com/mrparkers/terraform-provider-keycloak/provider"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	openstack "github.com/terraform-provider-openstack/terraform-provider-openstack/openstack"
)

// bridge says how the names of a Terraform provider become tokens of the Pulumi SDK.
type bridge struct {
	provider func() *schema.Provider
	// Module by the first word of a Terraform name; names with another first word are in module "index".
	modules map[string]string
	// Module and file of the Terraform names that follow no rule; data sources have Terraform's prefix "data.".
	renamed map[string]string
	// Property names that follow no rule, by Terraform's names of resource and field.
	fields map[string]map[string]*tfbridge.SchemaInfo
}

var bridges = map[string]bridge{
	"minio": {
		provider: minio.Provider,
		fields: map[string]map[string]*tfbridge.SchemaInfo{
			// The SDK has no such property. Named here, none is made up, which the server would refuse beyond 32 bytes.
			"minio_iam_service_account": {"name": {Name: "name"}},
		},
	},
	"keycloak": {
		provider: func() *schema.Provider { return keycloak.KeycloakProvider(nil) },
		modules: map[string]string{
			"authentication": "authentication", "ldap": "ldap", "oidc": "oidc", "openid": "openid", "saml": "saml",
		},
		renamed: map[string]string{
			"keycloak_attribute_to_role_identity_provider_mapper": "index/attributeToRoleIdentityMapper",
			"keycloak_custom_identity_provider_mapper":            "index/customIdentityProviderMapping",
			"keycloak_hardcoded_role_identity_provider_mapper":    "index/hardcodedRoleIdentityMapper",
			"keycloak_openid_client_client_policy":                "openid/clientPolicy",
			"keycloak_realm_keystore_java_keystore":               "index/realmKeystoreJavaGenerated",
			"keycloak_saml_client_default_scopes":                 "saml/clientDefaultScope",
			"data.keycloak_authentication_execution":              "index/getAuthenticationExecution",
			"data.keycloak_authentication_flow":                   "index/getAuthenticationFlow",
		},
	},
	"openstack": {
		provider: openstack.Provider,
		modules: map[string]string{
			"bgpvpn": "bgpvpn", "blockstorage": "blockstorage", "compute": "compute", "containerinfra": "containerinfra",
			"db": "database", "dns": "dns", "fw": "firewall", "identity": "identity", "images": "images",
			"keymanager": "keymanager", "lb": "loadbalancer", "networking": "networking", "objectstorage": "objectstorage",
			"orchestration": "orchestration", "sharedfilesystem": "sharedfilesystem", "vpnaas": "vpnaas", "workflow": "workflow",
		},
		renamed: map[string]string{
			"openstack_blockstorage_quotaset_v2":                    "blockstorage/quoteSetV2",
			"openstack_blockstorage_quotaset_v3":                    "blockstorage/quoteSetV3",
			"openstack_objectstorage_object_v1":                     "objectstorage/containerObject",
			"data.openstack_dns_zone_v2":                            "dns/getDnsZone",
			"data.openstack_fw_group_v2":                            "index/getFwGroupV2",
			"data.openstack_fw_policy_v2":                           "index/getFwPolicyV2",
			"data.openstack_fw_rule_v2":                             "index/getFwRuleV2",
			"data.openstack_sharedfilesystem_availability_zones_v2": "sharedfilesystem/getAvailbilityZones",
		},
		fields: map[string]map[string]*tfbridge.SchemaInfo{
			"openstack_networking_subnet_v2": {
				"allocation_pool":  {Name: "allocationPools"},
				"allocation_pools": {Name: "allocationPoolsCollection"},
			},
			"openstack_orchestration_stack_v1": {"outputs": {Name: "StackOutputs"}},
		},
	},
}

// info describes a plugin that answers to the tokens of its SDK. What the SDK lacks, or the Terraform provider does,
// is not served: bridged_test.go lists it.
func (b bridge) info(name, version string, sdkTokens []string) tfbridge.ProviderInfo {
	p := shimv2.NewProvider(b.provider())
	// Terraform's names have lost the capitals of the tokens, so tokens are found ignoring case.
	known := map[string]string{}
	for _, t := range sdkTokens {
		known[strings.ToLower(t[:strings.LastIndex(t, ":")])] = t
	}
	info := tfbridge.ProviderInfo{
		P:           p,
		Name:        name,
		Version:     version,
		Resources:   map[string]*tfbridge.ResourceInfo{},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
	}
	p.ResourcesMap().Range(func(tfName string, _ shim.Resource) bool {
		if t, ok := b.token(known, name, tfName, false); ok {
			info.Resources[tfName] = &tfbridge.ResourceInfo{Tok: tokens.Type(t), Fields: b.fields[tfName]}
		} else {
			info.IgnoreMappings = append(info.IgnoreMappings, tfName)
		}
		return true
	})
	p.DataSourcesMap().Range(func(tfName string, _ shim.Resource) bool {
		if t, ok := b.token(known, name, tfName, true); ok {
			info.DataSources[tfName] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(t)}
		}
		return true
	})
	// Without it the names that the SDKs leave optional would be required.
	info.SetAutonaming(255, "-")
	return info
}

// token finds the SDK's token of a Terraform resource or data source.
func (b bridge) token(known map[string]string, pkg, tfName string, isData bool) (string, bool) {
	address, verb := tfName, ""
	if isData {
		address, verb = "data."+tfName, "get"
	}
	if renamed, ok := b.renamed[address]; ok {
		t, ok := known[strings.ToLower(pkg+":"+renamed)]
		return t, ok
	}
	rest := strings.TrimPrefix(tfName, pkg+"_")
	module := "index"
	if head, tail, ok := strings.Cut(rest, "_"); ok && b.modules[head] != "" {
		module, rest = b.modules[head], tail
	}
	// OpenStack SDK names mostly, not always, lack the API's version.
	for _, suffix := range []string{"", "_v1", "_v2", "_v3"} {
		if short, ok := strings.CutSuffix(rest, suffix); ok {
			if t, ok := known[pkg+":"+module+"/"+verb+strings.ReplaceAll(short, "_", "")]; ok {
				return t, true
			}
		}
	}
	return "", false
}
