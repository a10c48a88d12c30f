package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import java.math.BigInteger;
import java.util.List;

/**
 * One sale of a session, which its buyer signs (EIP-712). Until it is settled she keeps her money, and may cancel.
 *
 * @param sessionId {@link Session#id()}
 * @param index names the order in its session, 0 to 2^256-1; the operator gives each its own, best side by side from 0 on
 * @param buyer who signs and pays
 * @param amount what she pays, in the smallest unit of the session's currency
 * @param item what is sold
 */
public record SaleOrder(Hash32 sessionId, BigInteger index, Address buyer, BigInteger amount, Hash32 item) {

    /** {@code SaleOrder(bytes32 sessionId,uint256 index,address buyer,uint256 amount,bytes32 item)}. */
    public static final StructType<SaleOrder> TYPE = StructType.<SaleOrder>named("SaleOrder")
            .bytes32("sessionId", SaleOrder::sessionId)
            .uint(256, "index", SaleOrder::index)
            .address("buyer", SaleOrder::buyer)
            .uint(256, "amount", SaleOrder::amount)
            .bytes32("item", SaleOrder::item)
            .build();

    private static final int BITS = 256;

    public SaleOrder {
        requireUint256("index", index);
        requireUint256("amount", amount);
        if (buyer.isZero()) {
            throw new IllegalArgumentException("buyer must not be the zero address");
        }
    }

    /**
     * The order with the buyer's signature.
     *
     * @param settlement {@link Settlement#domain()}
     * @throws IllegalArgumentException when the signer is not the buyer
     */
    public SignedOrder sign(Signer buyer, Eip712Domain settlement) {
        if (!buyer.address().equals(this.buyer)) {
            throw new IllegalArgumentException("the buyer " + this.buyer + " must sign, not " + buyer.address());
        }
        return new SignedOrder(this, TYPE.sign(buyer, settlement, this).compact());
    }

    /** An order and what proves that its buyer wants it. */
    public static final class SignedOrder {

        private final SaleOrder order;
        private final byte[] signature;

        /**
         * An order and a signature from elsewhere; the contract checks it.
         *
         * @param signature 65 or 64 bytes (EIP-2098) of the buyer's key, or what the buyer's contract takes for its signature (ERC-1271)
         */
        public SignedOrder(SaleOrder order, byte[] signature) {
            this.order = order;
            this.signature = signature.clone();
        }

        /** The order. */
        public SaleOrder order() {
            return order;
        }

        /** What proves it. */
        public byte[] signature() {
            return signature.clone();
        }

        /** As the contract's struct {@code SignedOrder}. */
        List<Object> abiValue() {
            return List.of(order.index, order.buyer, order.amount, order.item, signature());
        }
    }

    private static void requireUint256(String what, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > BITS) {
            throw new IllegalArgumentException(what + " of an order must be 0 to 2^256-1: " + value);
        }
    }
}
