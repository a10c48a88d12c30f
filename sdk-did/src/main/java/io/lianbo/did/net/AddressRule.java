package io.lianbo.did.net;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * To which addresses we connect: those of the public internet, or for tests those of this machine and no others.
 *
 * <p>Forbidden is what the IANA special-purpose address registries do not call globally reachable, what carries an IPv4 address inside an
 * IPv6 address, multicast, and the addresses beyond those at which clouds tell their guests secrets.
 */
enum AddressRule {
    PUBLIC {
        @Override
        boolean allows(InetAddress address) {
            return address instanceof Inet6Address
                    ? within(address, UNICAST) && SPECIAL_6.stream().noneMatch(range -> within(address, range))
                    : SPECIAL_4.stream().noneMatch(range -> within(address, range));
        }
    },
    LOOPBACK {
        @Override
        boolean allows(InetAddress address) {
            return address.isLoopbackAddress();
        }
    };

    private static final Range UNICAST = Range.of("2000::/3");

    private static final List<Range> SPECIAL_6 = ranges(
            "2001::/23", // protocols, among them Teredo, which carries an IPv4 address
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which carries an IPv4 address
            "3fff::/20"); // documentation

    private static final List<Range> SPECIAL_4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // behind a carrier's NAT, and a cloud's metadata
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // a cloud's metadata at a public address
            "169.254.0.0/16", // link-local, and most clouds' metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocols, and a cloud's metadata
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /** Whether we connect to an address; the JDK has made IPv4 of an IPv4-mapped one. */
    abstract boolean allows(InetAddress address);

    /** The address, where we connect to it. */
    InetAddress checked(String host, InetAddress address) throws ForbiddenAddressException {
        if (!allows(address)) {
            throw new ForbiddenAddressException(host, address);
        }
        return address;
    }

    private static List<Range> ranges(String... cidrs) {
        return List.of(cidrs).stream().map(Range::of).toList();
    }

    private static boolean within(InetAddress address, Range range) {
        byte[] bytes = address.getAddress();
        return bytes.length * Byte.SIZE == range.bits
                && new BigInteger(1, bytes)
                        .shiftRight(range.bits - range.prefix)
                        .equals(range.start);
    }

    /** Addresses that begin with the same bits. */
    private record Range(int bits, int prefix, BigInteger start) {
        static Range of(String cidr) {
            int slash = cidr.indexOf('/');
            int prefix = Integer.parseInt(cidr.substring(slash + 1));
            try {
                byte[] bytes =
                        InetAddress.getByName(cidr.substring(0, slash)).getAddress(); // a literal, never looked up
                int bits = bytes.length * Byte.SIZE;
                return new Range(bits, prefix, new BigInteger(1, bytes).shiftRight(bits - prefix));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(cidr, e);
            }
        }
    }
}
