package io.lianbo.examples.livestore;

import io.lianbo.core.Hex;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.account.Permit;
import io.lianbo.core.account.SignatureVerifier;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.rewards.split.SaleOrder;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * From a price tag to a signed order. The buyer's wallet signs the order, and where the settlement may not take its price yet, a permit for exactly that; neither costs gas.
 */
record Checkout(Orders orders, Contracts contracts, Shelf shelf, Chain chain, InstantSource clock) {
    private static final Duration OFFER_LASTS = Duration.ofMinutes(15);
    private static final Duration PERMIT_LASTS = Duration.ofHours(1);

    /**
     * What a wallet is asked to sign.
     *
     * @param order typed data
     * @param permit typed data; empty where no permit is needed
     * @param permitTerms the permit, to come back with its signature
     */
    public record Offer(String id, String order, String permit, String permitTerms) {}

    /** Offers a piece to a viewer: not one that is sold, not one whose passport does not verify, and not one that she cannot pay. */
    Verdict<Offer> offer(Viewer viewer, Show.Item item) {
        if (!shelf.check(item).isVerified()) {
            return Verdict.refused("PASSPORT_REFUSED", "the passport of " + item.serial() + " does not verify");
        }
        if (orders.isSold(contracts.session().id(), item.serial())) {
            return Verdict.refused("SOLD", item.serial() + " is sold");
        }
        if (isPaying(viewer)) {
            return Verdict.refused("STILL_PAYING", "another order of the account is not paid yet");
        }
        TokenAmount price = contracts.price(item);
        TokenAmount balance = contracts.balanceOf(viewer.address());
        if (balance.units().compareTo(price.units()) < 0) {
            return Verdict.refused(
                    "TOO_LITTLE_MONEY", "there are " + balance + " in the wallet, and it costs " + price);
        }
        Order order = orders.offer(contracts.session().id(), viewer, item, price);
        Optional<Permit> permit = contracts.allowanceOf(viewer.address()).compareTo(price.units()) >= 0
                ? Optional.empty()
                : Optional.of(contracts.permit(
                        viewer.address(), price.units(), clock.instant().plus(PERMIT_LASTS)));
        return Verdict.ok(new Offer(
                order.id(),
                WalletJson.of(saleOrder(order), contracts.settlement().domain()),
                permit.map(terms -> WalletJson.of(terms, contracts.coinDomain()))
                        .orElse(""),
                permit.map(terms -> terms.nonce() + " " + terms.deadline().getEpochSecond())
                        .orElse("")));
    }

    /** Takes what the wallet signed; from here on the till does the rest. */
    Verdict<Order> sign(Viewer viewer, Order order, String signature, String permitTerms, String permitSignature) {
        if (!order.isOf(viewer)) {
            return Verdict.refused("ANOTHER_ACCOUNT", "the order is of another account");
        }
        if (order.offeredAt().plus(OFFER_LASTS).isBefore(clock.instant())) {
            return Verdict.refused("OFFER_EXPIRED", "the offer was made at " + order.offeredAt());
        }
        if (isPaying(viewer)) {
            return Verdict.refused("STILL_PAYING", "another order of the account is not paid yet");
        }
        Verdict<byte[]> bytes = decode(signature);
        if (bytes.value().isEmpty()) {
            return Verdict.refused(bytes.reasons());
        }
        SaleOrder terms = saleOrder(order);
        Verdict<?> signed = new SignatureVerifier(chain)
                .verify(
                        SaleOrder.TYPE.digest(contracts.settlement().domain(), terms),
                        bytes.value().get(),
                        viewer.address());
        if (!signed.isVerified()) {
            return Verdict.refused(signed.reasons());
        }
        Optional<String> permit = Optional.empty();
        if (!permitTerms.isEmpty()) {
            Verdict<String> checked = permit(order, permitTerms, permitSignature);
            if (checked.value().isEmpty()) {
                return Verdict.refused(checked.reasons());
            }
            permit = checked.value();
        }
        return orders.sign(order, signature, permit)
                ? Verdict.ok(orders.find(order.id()).orElseThrow())
                : Verdict.refused("SOLD", order.item() + " is sold");
    }

    /** A permit has the account's next number and replaces the one before it, so one order is paid after another. */
    private boolean isPaying(Viewer viewer) {
        return orders.of(contracts.session().id(), viewer).stream()
                .anyMatch(order -> order.state() == Order.State.SIGNED);
    }

    private Verdict<String> permit(Order order, String terms, String signature) {
        Permit permit;
        Signature parsed;
        try {
            String[] parts = terms.split(" ", -1);
            permit = new Permit(
                    order.buyer(),
                    contracts.settlement().address(),
                    order.amount(),
                    new BigInteger(parts[0]),
                    Instant.ofEpochSecond(Long.parseLong(parts[1])));
            parsed = Signature.parse(signature);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeException e) {
            return Verdict.refused("PERMIT_MALFORMED", "the permit cannot be read");
        }
        return Secp256k1.verify(Permit.type().digest(contracts.coinDomain(), permit), parsed, order.buyer())
                .map(signer -> write(permit, parsed));
    }

    private static Verdict<byte[]> decode(String hex) {
        try {
            return Verdict.ok(Hex.decode(hex));
        } catch (IllegalArgumentException e) {
            return Verdict.refused("SIGNATURE_MALFORMED", "the signature is not in hex");
        }
    }

    /** The order as the settlement knows it. */
    static SaleOrder saleOrder(Order order) {
        return new SaleOrder(
                order.session(),
                BigInteger.valueOf(order.number()),
                order.buyer(),
                order.amount(),
                Keccak256.hash(order.item().getBytes(StandardCharsets.UTF_8)));
    }

    private static String write(Permit permit, Signature signature) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("nonce", permit.nonce().toString());
        json.put("deadline", permit.deadline().getEpochSecond());
        json.put("signature", Hex.encode(signature.bytes()));
        return StrictJson.write(json);
    }

    /** A permit as the order keeps it. */
    record SignedPermit(Permit permit, Signature signature) {
        static SignedPermit read(Order order, String text, Contracts contracts) {
            JsonObject json = JsonObject.parse("permit", text);
            return new SignedPermit(
                    new Permit(
                            order.buyer(),
                            contracts.settlement().address(),
                            order.amount(),
                            json.text("nonce", BigInteger::new),
                            Instant.ofEpochSecond(json.integer("deadline", 0, Long.MAX_VALUE))),
                    json.text("signature", Signature::parse));
        }
    }
}
