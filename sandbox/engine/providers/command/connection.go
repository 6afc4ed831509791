package command

import (
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Endpoint is a host that is reached over SSH.
type Endpoint struct {
	// Socket of an SSH agent; without it SSH_AUTH_SOCK, where that is set.
	AgentSocketPath *string `pulumi:"agentSocketPath,optional"`
	// How many failed attempts are allowed; -1 allows any number.
	DialErrorLimit *int   `pulumi:"dialErrorLimit,optional"`
	Host           string `pulumi:"host"`
	// `ssh-ed25519 AAAA…`; without it any host is taken for the right one.
	HostKey  *string `pulumi:"hostKey,optional"`
	Password *string `pulumi:"password,optional" provider:"secret"`
	// Seconds of one attempt, handshake included; 0 sets no limit.
	PerDialTimeout     *int    `pulumi:"perDialTimeout,optional"`
	Port               *int    `pulumi:"port,optional"`
	PrivateKey         *string `pulumi:"privateKey,optional" provider:"secret"`
	PrivateKeyPassword *string `pulumi:"privateKeyPassword,optional" provider:"secret"`
	User               *string `pulumi:"user,optional"`
}

func (e *Endpoint) annotate(a infer.Annotator) {
	a.SetDefault(&e.DialErrorLimit, 10)
	a.SetDefault(&e.PerDialTimeout, 15)
	a.SetDefault(&e.Port, 22)
	a.SetDefault(&e.User, "root")
}

// ProxyConnection is the bastion on the way to a host.
type ProxyConnection struct{ Endpoint }

// Annotate sets the token and what holds where the SDK sends nothing.
func (c *ProxyConnection) Annotate(a infer.Annotator) {
	a.SetToken("remote", "ProxyConnection")
	c.annotate(a)
}

// Connection is how a host is reached.
type Connection struct {
	Endpoint
	Proxy *ProxyConnection `pulumi:"proxy,optional"`
}

// Annotate sets the token and what holds where the SDK sends nothing.
func (c *Connection) Annotate(a infer.Annotator) {
	a.SetToken("remote", "Connection")
	c.annotate(a)
}
