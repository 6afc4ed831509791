package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// errHostKey ends the attempts: a wrong key is an attack or a mistake, never a host that is still starting.
var errHostKey = errors.New("host key")

// netDial opens a TCP connection from this machine or from the proxy.
type netDial func(ctx context.Context, network, address string) (net.Conn, error)

// with runs use with a client of the host, which is closed at the end and when the update is cancelled.
func (c Connection) with(ctx context.Context, use func(*ssh.Client) error) error {
	dial := netDial((&net.Dialer{}).DialContext)
	if c.Proxy != nil {
		proxy, err := c.Proxy.connect(ctx, dial)
		if err != nil {
			return fmt.Errorf("proxy %w", err)
		}
		defer proxy.Close()
		dial = proxy.DialContext
	}
	client, err := c.connect(ctx, dial)
	if err != nil {
		return err
	}
	defer client.Close()
	return use(client)
}

// connect tries until the host lets it in, the limit of errors is reached or the update is cancelled.
func (e Endpoint) connect(ctx context.Context, dial netDial) (*ssh.Client, error) {
	config, err := e.clientConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("host %q: %w", e.Host, err)
	}
	for attempt := 1; ; attempt++ {
		client, err := e.attempt(ctx, dial, config)
		if err == nil {
			return client, nil
		}
		limit := *e.DialErrorLimit
		if errors.Is(err, errHostKey) || ctx.Err() != nil || (limit >= 0 && attempt > limit) {
			return nil, fmt.Errorf("host %q: cannot connect: %w (attempt %d)", e.Host, err, attempt)
		}
		p.GetLogger(ctx).InfoStatusf("waiting for %s: %v", e.Host, err)
		// A machine that is starting needs about a minute; the default of ten errors covers it.
		select {
		case <-time.After(time.Duration(min(attempt, 10)) * time.Second):
		case <-ctx.Done():
		}
	}
}

func (e Endpoint) attempt(ctx context.Context, dial netDial, config *ssh.ClientConfig) (*ssh.Client, error) {
	if seconds := *e.PerDialTimeout; seconds > 0 {
		limited, cancel := context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
		defer cancel()
		ctx = limited
	}
	address := net.JoinHostPort(e.Host, strconv.Itoa(*e.Port))
	conn, err := dial(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	// The handshake knows no context, and a connection through a proxy no deadline: closing ends it.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	var wrongKey error
	checked := *config
	checked.HostKeyCallback = func(host string, remote net.Addr, key ssh.PublicKey) error {
		wrongKey = config.HostKeyCallback(host, remote, key)
		return wrongKey
	}
	client, channels, requests, err := ssh.NewClientConn(conn, address, &checked)
	isInTime := stop()
	switch {
	case wrongKey != nil:
		conn.Close()
		return nil, wrongKey
	case !isInTime:
		conn.Close()
		return nil, fmt.Errorf("handshake: %w", ctx.Err())
	case err != nil:
		conn.Close()
		return nil, err
	}
	return ssh.NewClient(client, channels, requests), nil
}

func (e Endpoint) clientConfig(ctx context.Context) (*ssh.ClientConfig, error) {
	auth, err := e.auth()
	if err != nil {
		return nil, err
	}
	config := &ssh.ClientConfig{User: *e.User, Auth: auth}
	if e.HostKey == nil {
		p.GetLogger(ctx).Warningf("the host key of %s is not checked: set connection.hostKey", e.Host)
		config.HostKeyCallback = ssh.InsecureIgnoreHostKey()
		return config, nil
	}
	want, _, _, _, err := ssh.ParseAuthorizedKey([]byte(*e.HostKey))
	if err != nil {
		return nil, fmt.Errorf("hostKey must look like \"ssh-ed25519 AAAA…\": %w", err)
	}
	config.HostKeyAlgorithms = hostKeyAlgorithms(want)
	config.HostKeyCallback = func(_ string, _ net.Addr, key ssh.PublicKey) error {
		if string(key.Marshal()) == string(want.Marshal()) {
			return nil
		}
		return fmt.Errorf("%w is %s, expected %s", errHostKey, ssh.FingerprintSHA256(key), ssh.FingerprintSHA256(want))
	}
	return config, nil
}

// hostKeyAlgorithms keeps a server with several keys from showing another than the expected one.
func hostKeyAlgorithms(key ssh.PublicKey) []string {
	if key.Type() == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	return []string{key.Type()}
}

// auth offers the private key and the agent's keys first, then the password.
func (e Endpoint) auth() ([]ssh.AuthMethod, error) {
	var signers []ssh.Signer
	if e.PrivateKey != nil {
		signer, err := parseKey(*e.PrivateKey, e.PrivateKeyPassword)
		if err != nil {
			return nil, fmt.Errorf("privateKey: %w", err)
		}
		signers = append(signers, signer)
	}
	socket := os.Getenv("SSH_AUTH_SOCK")
	if e.AgentSocketPath != nil {
		socket = *e.AgentSocketPath
	}
	methods := []ssh.AuthMethod{ssh.PublicKeysCallback(func() ([]ssh.Signer, error) {
		if socket == "" {
			return signers, nil
		}
		conn, err := net.Dial("unix", socket)
		if err != nil && e.AgentSocketPath == nil {
			return signers, nil // an agent that nobody asked for may be gone
		}
		if err != nil {
			return nil, fmt.Errorf("agentSocketPath: %w", err)
		}
		// The connection stays open: the agent signs over it during the handshake.
		held, err := agent.NewClient(conn).Signers()
		return append(signers, held...), err
	})}
	if e.Password != nil {
		answer := func(_, _ string, questions []string, _ []bool) ([]string, error) {
			answers := make([]string, len(questions))
			for i := range answers {
				answers[i] = *e.Password
			}
			return answers, nil
		}
		methods = append(methods, ssh.Password(*e.Password), ssh.KeyboardInteractive(answer))
	}
	return methods, nil
}

func parseKey(pem string, password *string) (ssh.Signer, error) {
	if password != nil {
		return ssh.ParsePrivateKeyWithPassphrase([]byte(pem), []byte(*password))
	}
	return ssh.ParsePrivateKey([]byte(pem))
}
