package io.lianbo.nft.drop;

import io.lianbo.core.AccountId;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.json.JsonObject;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code drop.yaml} says.
 *
 * <pre>{@code
 * drop: tea-2026-autumn                 # what the drop is known by, for ever
 * collection: eip155:8453:0xab16a9...   # a VoucherCollection, by its CAIP-10 name
 * recipients: recipients.csv            # where it is not set
 * columns:                              # where the CSV names them otherwise
 *   external_id: order_no
 *   address: wallet
 * first_token_id: 0                     # the first row's token, where the CSV has no token_id
 * assets: assets                        # where there is such a folder; Sugar's layout
 * valid_until: 2026-12-31T00:00:00Z     # 30 days from the signature where it is not set
 * soulbound: false
 * min_tier: 0                           # of membership, which each recipient must have; 0 asks for none
 * one_each: false                       # true refuses a recipient who is there twice
 * max_fee: "0.25"                       # of the chain's coin, for all transactions together
 * }</pre>
 *
 * @param name what the drop is known by: 1 to {@value #LONGEST_NAME} visible ASCII characters
 * @param collection the collection that mints
 * @param recipients the CSV, from the manifest's folder
 * @param externalIdColumn the column of the rows' own names
 * @param addressColumn the column of the recipients
 * @param tokenIdColumn the column of the tokens; the CSV may lack it
 * @param firstTokenId the first row's token where the CSV lacks it, 0 to 2^56-1
 * @param assets the folder of metadata and images; empty for none
 * @param validUntil the last moment in which the tokens can be minted; empty for {@link #VALID_DAYS} days from each signature
 * @param soulbound whether the tokens stay with their recipients
 * @param minTier the least membership tier of each recipient when the drop runs, 0 to 255
 * @param oneEach whether a recipient may be there only once
 * @param maxFee the most that all transactions together may cost, in wei; empty for no bound
 */
public record DropManifest(
        String name,
        AccountId collection,
        String recipients,
        String externalIdColumn,
        String addressColumn,
        String tokenIdColumn,
        long firstTokenId,
        Optional<String> assets,
        Optional<Instant> validUntil,
        boolean soulbound,
        int minTier,
        boolean oneEach,
        Optional<BigInteger> maxFee) {

    /** The longest name. */
    public static final int LONGEST_NAME = 100;

    /** How many days a signature is good where the manifest does not say. */
    public static final int VALID_DAYS = 30;

    /** The highest token id that a collection can bound, 2^56-1. */
    static final long HIGHEST_TOKEN_ID = (1L << 56) - 1;

    static final String EXTERNAL_ID = "external_id";
    static final String ADDRESS = "address";
    static final String TOKEN_ID = "token_id";

    private static final String ASSETS = "assets";
    private static final Token COIN = Token.nativeCoin("coin");

    /** Checks the ranges. */
    public DropManifest {
        requireName(name);
        Arguments.requireSomebody("collection", collection.address());
        requireFileName("recipients", recipients);
        assets.ifPresent(folder -> requireFileName(ASSETS, folder));
        List.of(externalIdColumn, addressColumn, tokenIdColumn)
                .forEach(column -> Arguments.requireText("the name of a column", column));
        requireDifferent("columns", externalIdColumn, addressColumn, tokenIdColumn);
        if (firstTokenId < 0 || firstTokenId > HIGHEST_TOKEN_ID) {
            throw new IllegalArgumentException("first_token_id must be 0 to 2^56-1: " + firstTokenId);
        }
        validUntil.ifPresent(time -> Arguments.requireWholeSecond("valid_until", time));
        if (minTier < 0 || minTier > 255) {
            throw new IllegalArgumentException("min_tier must be 0 to 255: " + minTier);
        }
        maxFee.ifPresent(wei -> Arguments.requireUint256("max_fee", wei));
    }

    /**
     * Reads a manifest.
     *
     * @param yaml as {@link io.lianbo.core.json.StrictYaml} accepts it
     * @throws IllegalArgumentException if it is no such document, lacks a key, has one that means nothing, or a value is wrong; the message
     *     names the key, and the nearest one where the key is unknown, with line and column
     */
    public static DropManifest parse(String yaml) {
        JsonObject manifest = JsonObject.parseYaml("drop.yaml", yaml)
                .only(
                        "drop",
                        "collection",
                        "recipients",
                        "columns",
                        "first_token_id",
                        ASSETS,
                        "valid_until",
                        "soulbound",
                        "min_tier",
                        "one_each",
                        "max_fee");
        Optional<JsonObject> columns = manifest.keys().contains("columns")
                ? Optional.of(manifest.object("columns").only(EXTERNAL_ID, ADDRESS, TOKEN_ID))
                : Optional.empty();
        String externalId = column(columns, EXTERNAL_ID);
        String address = column(columns, ADDRESS);
        String tokenId = column(columns, TOKEN_ID);
        columns.ifPresent(names -> names.made(() -> requireDifferent("they", externalId, address, tokenId)));
        return new DropManifest(
                manifest.text("drop", DropManifest::requireName),
                manifest.text("collection", DropManifest::collection),
                fileName(manifest, "recipients").orElse("recipients.csv"),
                externalId,
                address,
                tokenId,
                manifest.optionalInteger("first_token_id", 0, HIGHEST_TOKEN_ID).orElse(0),
                fileName(manifest, ASSETS),
                optional(manifest, "valid_until").map(key -> manifest.text(key, DropManifest::instant)),
                optional(manifest, "soulbound").map(manifest::bool).orElse(false),
                (int) manifest.optionalInteger("min_tier", 0, 255).orElse(0),
                optional(manifest, "one_each").map(manifest::bool).orElse(false),
                optional(manifest, "max_fee").map(key -> manifest.text(key, DropManifest::wei)));
    }

    private static Optional<String> optional(JsonObject manifest, String key) {
        return manifest.keys().contains(key) ? Optional.of(key) : Optional.empty();
    }

    private static String column(Optional<JsonObject> columns, String key) {
        return columns.flatMap(names -> names.optionalText(key)).orElse(key);
    }

    private static List<String> requireDifferent(String what, String... columns) {
        List<String> names = List.of(columns);
        if (Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException(what + " must have different names: " + String.join(", ", names));
        }
        return names;
    }

    private static Optional<String> fileName(JsonObject manifest, String key) {
        return optional(manifest, key).map(there -> manifest.text(there, name -> requireFileName("it", name)));
    }

    private static AccountId collection(String caip10) {
        AccountId id = AccountId.parse(caip10);
        Arguments.requireSomebody("a collection", id.address());
        return id;
    }

    private static Instant instant(String text) {
        try {
            Instant time = Instant.parse(text);
            Arguments.requireWholeSecond("it", time);
            return time;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time such as 2026-12-31T00:00:00Z: " + text, e);
        }
    }

    private static BigInteger wei(String text) {
        return TokenAmount.parse(text, COIN).units();
    }

    private static String requireName(String name) {
        if (!name.matches("[!-~]{1," + LONGEST_NAME + "}")) {
            throw new IllegalArgumentException("a drop's name must be 1 to " + LONGEST_NAME
                    + " visible ASCII characters: " + name.length() + " characters");
        }
        return name;
    }

    /** Nothing outside the manifest's folder is read, whoever wrote the manifest. */
    private static String requireFileName(String key, String name) {
        if (name.isBlank()
                || name.startsWith(".")
                || name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\' || c == ':')) {
            throw new IllegalArgumentException(key + " must name what lies beside drop.yaml: " + name);
        }
        return name;
    }

    /** What is neither file nor folder, by which ledger and journal tell drops apart. */
    String id() {
        return name + "@" + Objects.requireNonNull(collection);
    }
}
