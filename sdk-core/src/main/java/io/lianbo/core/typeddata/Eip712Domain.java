package io.lianbo.core.typeddata;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The domain of an EIP-712 signature ({@code EIP712Domain}): which application, on which chain, in which contract a signature is
 * good for. Whatever is signed for one domain is worthless in any other.
 *
 * <p>Fields that are absent are left out of the type, as the standard says. The separator is computed once, so keep a domain and use
 * it for many signatures.
 *
 * {@snippet class="io.lianbo.core.typeddata.StructTypeTest" region="sign"}
 */
public final class Eip712Domain {

    /** Contracts sign in few domains, each of which takes several hashes to make; of two whose places coincide the later stays. */
    private static final AtomicReferenceArray<@Nullable Eip712Domain> RECENT = new AtomicReferenceArray<>(64);

    private final @Nullable String name;
    private final @Nullable String version;
    private final @Nullable ChainId chainId;
    private final @Nullable Address verifyingContract;
    private final @Nullable Hash32 salt;
    private final Hash32 separator;

    private Eip712Domain(
            @Nullable String name,
            @Nullable String version,
            @Nullable ChainId chainId,
            @Nullable Address verifyingContract,
            @Nullable Hash32 salt) {
        this.name = name;
        this.version = version;
        this.chainId = chainId;
        this.verifyingContract = verifyingContract;
        this.salt = salt;
        this.separator = typeOf(name, version, chainId, verifyingContract, salt).hashStruct(this);
    }

    /** The domain of a contract, with the four fields that contracts usually have. */
    public static Eip712Domain of(String name, String version, ChainId chainId, Address verifyingContract) {
        int place = (verifyingContract.hashCode() * 31 + name.hashCode()) & (RECENT.length() - 1);
        Eip712Domain recent = RECENT.get(place);
        if (recent != null
                && name.equals(recent.name)
                && version.equals(recent.version)
                && Objects.equals(chainId, recent.chainId)
                && Objects.equals(verifyingContract, recent.verifyingContract)) {
            return recent;
        }
        Eip712Domain domain = new Eip712Domain(
                name,
                Objects.requireNonNull(version, "version"),
                Objects.requireNonNull(chainId, "chainId"),
                verifyingContract,
                null);
        RECENT.set(place, domain);
        return domain;
    }

    /**
     * A domain with any of the five fields, {@code null} standing for one that is absent.
     *
     * @throws IllegalArgumentException if the name or the version holds a surrogate without its partner
     */
    public static Eip712Domain ofAny(
            @Nullable String name,
            @Nullable String version,
            @Nullable ChainId chainId,
            @Nullable Address verifyingContract,
            @Nullable Hash32 salt) {
        return new Eip712Domain(name, version, chainId, verifyingContract, salt);
    }

    /** The name of the application. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** The version of the application's signing; signatures of another version are not compatible. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** The chain that the signature is good for; without it, it is good for all. */
    public Optional<ChainId> chainId() {
        return Optional.ofNullable(chainId);
    }

    /** The contract that verifies the signature. */
    public Optional<Address> verifyingContract() {
        return Optional.ofNullable(verifyingContract);
    }

    /** What tells domains apart that are otherwise the same. */
    public Optional<Hash32> salt() {
        return Optional.ofNullable(salt);
    }

    /** The domain separator, {@code hashStruct(eip712Domain)}, as a contract's {@code DOMAIN_SEPARATOR()} gives it. */
    public Hash32 separator() {
        return separator;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Eip712Domain that && separator.equals(that.separator);
    }

    @Override
    public int hashCode() {
        return separator.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder fields = new StringBuilder();
        append(fields, "name", name);
        append(fields, "version", version);
        append(fields, "chainId", chainId);
        append(fields, "verifyingContract", verifyingContract);
        append(fields, "salt", salt);
        return "Eip712Domain[" + fields + "]";
    }

    private static void append(StringBuilder fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.append(fields.isEmpty() ? "" : ", ").append(name).append('=').append(value);
        }
    }

    /** The type with the fields that are there, in the standard's order. */
    private static StructType<Eip712Domain> typeOf(
            @Nullable String name,
            @Nullable String version,
            @Nullable ChainId chainId,
            @Nullable Address verifyingContract,
            @Nullable Hash32 salt) {
        StructType.Builder<Eip712Domain> type = StructType.named("EIP712Domain");
        if (name != null) {
            type.string("name", domain -> name);
        }
        if (version != null) {
            type.string("version", domain -> version);
        }
        if (chainId != null) {
            type.field("chainId", FieldType.uint(256), domain -> BigInteger.valueOf(chainId.value()));
        }
        if (verifyingContract != null) {
            type.address("verifyingContract", domain -> verifyingContract);
        }
        if (salt != null) {
            type.bytes32("salt", domain -> salt);
        }
        return type.build();
    }
}
