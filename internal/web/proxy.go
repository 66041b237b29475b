package web

import (
	"net"
	"net/http"
	"strings"
)

// throughProxy takes the client's address from the proxy in front of us: the last entry of X-Forwarded-For
// is the one that our own proxy wrote; those before it are whatever the client claimed. It is believed only
// where the configuration says that a proxy stands there.
func throughProxy(r *http.Request) *http.Request {
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	address := net.ParseIP(strings.TrimSpace(all[len(all)-1]))
	if address == nil {
		return r
	}
	out := r.Clone(r.Context())
	out.RemoteAddr = net.JoinHostPort(address.String(), "0")
	return out
}

// Address is the client's address, without the port.
func (r *Request) Address() string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return r.RemoteAddr
}
