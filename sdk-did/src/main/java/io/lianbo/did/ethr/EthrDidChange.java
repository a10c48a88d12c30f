package io.lianbo.did.ethr;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.did.internal.Quote;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One change of an identity (ERC-1056), to be sent by its owner or signed by it and sent by another; immutable. */
public final class EthrDidChange {
    private static final int WORD = 32;

    private final String function;
    private final List<Object> arguments;
    private final byte[] packed;

    private EthrDidChange(String function, List<Object> arguments, byte[]... packed) {
        this.function = function;
        this.arguments = List.copyOf(arguments);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(function.getBytes(StandardCharsets.US_ASCII));
        for (byte[] part : packed) {
            bytes.writeBytes(part);
        }
        this.packed = bytes.toByteArray();
    }

    /**
     * {@return another owner}
     *
     * @param owner an account, not the zero address: see {@link #deactivate()}
     */
    public static EthrDidChange owner(Address owner) {
        if (owner.isZero()) {
            throw new IllegalArgumentException("an owner must not be the zero address; to deactivate, say so");
        }
        return ownerOf(owner);
    }

    /** {@return no owner any more, for good: nobody speaks for the identity from then on} */
    public static EthrDidChange deactivate() {
        return ownerOf(Address.ZERO);
    }

    private static EthrDidChange ownerOf(Address owner) {
        return new EthrDidChange("changeOwner", List.of(owner), owner.bytes());
    }

    /**
     * {@return an account that acts for the identity}
     *
     * @param type what it may do: {@code veriKey} signs statements, {@code sigAuth} logs in too; others mean nothing to {@code did:ethr}
     * @param delegate the account
     * @param validity how long, in whole seconds from the block on
     */
    public static EthrDidChange addDelegate(String type, Address delegate, Duration validity) {
        Hash32 name = word("delegate type", type);
        BigInteger seconds = seconds(validity);
        return new EthrDidChange(
                "addDelegate", List.of(name, delegate, seconds), name.bytes(), delegate.bytes(), uint256(seconds));
    }

    /**
     * {@return the end of a delegate}
     *
     * @param type as it was added
     * @param delegate the account
     */
    public static EthrDidChange revokeDelegate(String type, Address delegate) {
        Hash32 name = word("delegate type", type);
        return new EthrDidChange("revokeDelegate", List.of(name, delegate), name.bytes(), delegate.bytes());
    }

    /**
     * {@return an attribute}
     *
     * @param name such as {@code did/pub/Ed25519/veriKey/base64} for a key or {@code did/svc/LinkedDomains} for a service
     * @param value the key's bytes, or the UTF-8 of the service's URI or JSON; everyone can read it for ever
     * @param validity how long, in whole seconds from the block on
     */
    public static EthrDidChange setAttribute(String name, byte[] value, Duration validity) {
        Hash32 word = word("attribute name", name);
        BigInteger seconds = seconds(validity);
        return new EthrDidChange(
                "setAttribute", List.of(word, value.clone(), seconds), word.bytes(), value, uint256(seconds));
    }

    /**
     * {@return the end of an attribute}
     *
     * @param name as it was set
     * @param value as it was set
     */
    public static EthrDidChange revokeAttribute(String name, byte[] value) {
        Hash32 word = word("attribute name", name);
        return new EthrDidChange("revokeAttribute", List.of(word, value.clone()), word.bytes(), value);
    }

    /** A bytes32 that holds text. */
    private static Hash32 word(String what, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == 0 || utf8.length > WORD || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " must be 1 to 32 bytes of UTF-8: " + Quote.of(text));
        }
        return Hash32.of(Arrays.copyOf(utf8, WORD));
    }

    private static BigInteger seconds(Duration validity) {
        if (!validity.isPositive() || validity.getNano() != 0) {
            throw new IllegalArgumentException("a validity must be whole seconds, at least 1: " + validity);
        }
        return BigInteger.valueOf(validity.getSeconds());
    }

    private static byte[] uint256(BigInteger value) {
        byte[] word = new byte[WORD];
        byte[] bytes = value.toByteArray();
        System.arraycopy(bytes, 0, word, WORD - bytes.length, bytes.length);
        return word;
    }

    /** The registry's function for the owner; followed by {@code Signed}, the one for everybody else. */
    String function() {
        return function;
    }

    /** What follows the identity among the function's arguments. */
    List<Object> arguments() {
        return arguments;
    }

    /** What an owner signs of it. */
    byte[] packed() {
        return packed.clone();
    }

    List<Object> argumentsFor(Address identity, Object... signature) {
        List<Object> all = new ArrayList<>();
        all.add(identity);
        all.addAll(Arrays.asList(signature));
        all.addAll(arguments);
        return all;
    }

    /** {@return the registry's function} */
    @Override
    public String toString() {
        return function;
    }
}
