package io.lianbo.core.chain;

import io.lianbo.core.Hex;
import io.lianbo.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled contract: its name, its ABI and its creation code.
 *
 * <p>The JSON form is an object with {@code contractName}, {@code sourceName}, {@code compiler} (with {@code
 * version}), {@code abi} (the array that solc writes) and {@code bytecode} (creation code as 0x hex, linked). A
 * member that is missing or of another form is refused with {@link IllegalArgumentException}.
 */
public final class ContractArtifact {
    private final String contractName;
    private final String sourceName;
    private final String compilerVersion;
    private final Abi abi;
    private final byte[] bytecode;

    private ContractArtifact(String contractName, String sourceName, String compilerVersion, Abi abi, byte[] bytecode) {
        this.contractName = contractName;
        this.sourceName = sourceName;
        this.compilerVersion = compilerVersion;
        this.abi = abi;
        this.bytecode = bytecode;
    }

    /**
     * Loads an artifact from the class path.
     *
     * @param owner a class of the jar that holds it
     * @param resource absolute: "/io/lianbo/nft/VoucherCollection.json"
     */
    public static ContractArtifact load(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no contract artifact \"" + resource + "\" beside " + owner.getName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw new UncheckedIOException("contract artifact " + resource + " cannot be read", e);
        }
    }

    /** Reads an artifact from its JSON form. */
    public static ContractArtifact parse(String json) {
        return parse(json, "contract artifact");
    }

    private static ContractArtifact parse(String json, String where) {
        Map<String, ?> members;
        try {
            members = StrictJson.parseObject(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " is not a JSON object: " + e.getMessage(), e);
        }
        String contractName = member(members, "contractName", String.class, "a string", where);
        Map<?, ?> compiler = member(members, "compiler", Map.class, "an object", where);
        return new ContractArtifact(
                contractName,
                member(members, "sourceName", String.class, "a string", where),
                member(compiler, "version", String.class, "a string", where + " compiler"),
                new Abi(contractName, member(members, "abi", List.class, "an array", where)),
                bytecode(member(members, "bytecode", String.class, "a 0x hex string", where), where));
    }

    private static byte[] bytecode(String hex, String where) {
        if (hex.contains("__")) {
            throw new IllegalArgumentException(where + ": \"bytecode\" is not linked: library placeholder "
                    + hex.substring(hex.indexOf("__"), Math.min(hex.length(), hex.indexOf("__") + 40)));
        }
        try {
            return Hex.decode(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": \"bytecode\" must be a 0x hex string: " + e.getMessage(), e);
        }
    }

    private static <T> T member(Map<?, ?> object, String name, Class<T> type, String wanted, String where) {
        @Nullable Object value = object.get(name);
        if (!type.isInstance(value)) {
            String given = value == null ? "missing" : "a " + value.getClass().getSimpleName();
            throw new IllegalArgumentException(where + ": \"" + name + "\" must be " + wanted + ": " + given);
        }
        return type.cast(value);
    }

    /** The contract's name in its source: "VoucherCollection". */
    public String contractName() {
        return contractName;
    }

    /** The source file it was compiled from: "src/nft/VoucherCollection.sol". */
    public String sourceName() {
        return sourceName;
    }

    /** The compiler that made it: "0.8.37". */
    public String compilerVersion() {
        return compilerVersion;
    }

    /** The creation code, without constructor arguments; empty for an interface or an abstract contract. */
    public byte[] bytecode() {
        return bytecode.clone();
    }

    Abi abi() {
        return abi;
    }

    /** Name and source: "VoucherCollection (src/nft/VoucherCollection.sol)". */
    @Override
    public String toString() {
        return contractName + " (" + sourceName + ")";
    }
}
