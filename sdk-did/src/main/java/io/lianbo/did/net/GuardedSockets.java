package io.lianbo.did.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect only where the rule allows. They see the very address that is connected to, so that neither a host given as a number
 * nor a name that means another address by now gets past.
 */
final class GuardedSockets extends SocketFactory {
    private final AddressRule rule;

    GuardedSockets(AddressRule rule) {
        this.rule = rule;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint) throws IOException {
                connect(endpoint, 0);
            }

            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                InetSocketAddress to = (InetSocketAddress) endpoint;
                rule.checked(to.getHostString(), to.getAddress());
                super.connect(endpoint, timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectedAtOnce();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connectedAtOnce();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectedAtOnce();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) {
        throw connectedAtOnce();
    }

    private static UnsupportedOperationException connectedAtOnce() {
        return new UnsupportedOperationException("a guarded socket is created first and connected then");
    }
}
