package io.lianbo.did.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A host that lies where we do not go; a kind of unknown host, as that is what a name service may answer. */
final class ForbiddenAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String host, InetAddress address) {
        super(host + " is not on the public internet: " + address.getHostAddress());
    }
}
