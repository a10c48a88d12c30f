package io.lianbo.did.ethr;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.ContractEvent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the registry says of one identity. */
sealed interface RegistryEvent {
    /** Where it is on the chain. */
    Place place();

    /**
     * A place among the events of a chain.
     *
     * @param block its number
     * @param blockHash that block and no other of its number
     * @param index among the block's logs
     */
    record Place(long block, Hash32 blockHash, long index) {
        boolean isAfter(Place other) {
            return block > other.block || (block == other.block && index > other.index);
        }
    }

    record Owner(Place place, Address owner) implements RegistryEvent {}

    record Delegate(Place place, String type, Address delegate, BigInteger validTo) implements RegistryEvent {
        /** The same for all events of one delegate. */
        String key() {
            return "delegate-" + type + "-" + delegate;
        }
    }

    /** The value in hex, without 0x. */
    record Attribute(Place place, String name, String value, BigInteger validTo) implements RegistryEvent {
        /** The same for all events of one attribute. */
        String key() {
            return "attribute-" + name + "-" + value;
        }

        byte[] bytes() {
            return Hex.decode("0x" + value);
        }
    }

    /** The event; empty where its name is no text, which did:ethr disregards. */
    static Optional<RegistryEvent> of(ContractEvent event) {
        Place place = new Place(event.blockNumber(), event.log().blockHash(), event.logIndex());
        return switch (event.name()) {
            case "DIDOwnerChanged" -> Optional.of(new Owner(place, event.address("owner")));
            case "DIDDelegateChanged" ->
                text(event.hash("delegateType"))
                        .map(type -> new Delegate(place, type, event.address("delegate"), event.uint("validTo")));
            case "DIDAttributeChanged" ->
                text(event.hash("name"))
                        .map(name -> new Attribute(
                                place, name, Hex.encode(event.bytes("value")).substring(2), event.uint("validTo")));
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(Hash32 word) {
        byte[] bytes = word.bytes();
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return utf8(ByteBuffer.wrap(bytes, 0, length));
    }

    /** The text, where the bytes are UTF-8. */
    static Optional<String> utf8(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
