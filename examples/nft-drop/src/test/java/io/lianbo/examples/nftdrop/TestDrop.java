package io.lianbo.examples.nftdrop;

import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.testkit.LocalChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A folder with a drop and its keystores, and a terminal at which the program is called with it. */
final class TestDrop extends TestTerminal {
    static final String PASSWORD = "correct horse";

    private final LocalChain local;
    private final Path folder;
    private final VoucherCollection collection;
    private final Chain chain;

    /** Writes the files of a drop of so many rows; account 1 signs, and account 2 pays. */
    TestDrop(LocalChain local, Chain chain, VoucherCollection collection, Path folder, int rows) {
        this.local = local;
        this.folder = folder;
        this.chain = chain;
        this.collection = collection;
        manifest("");
        write("recipients.csv", "external_id,address\n" + rows(0, rows));
        write("issuer.json", keystore(local.accounts().get(1).privateKey()));
        write("payer.json", keystore(local.accounts().get(2).privateKey()));
        write("password.txt", PASSWORD + "\nand what follows is not read");
    }

    static Chain connect(LocalChain local) {
        return Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
    }

    /** Makes a collection whose signer is account 1. */
    static VoucherCollection deploy(LocalChain local, Chain chain) {
        LocalSigner brand = signer(local, 0);
        return VoucherCollection.deploy(
                chain,
                brand,
                CollectionConfig.of("Tea", "TEA", brand.address())
                        .withVoucherSigner(signer(local, 1).address()));
    }

    static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "order-%d,0x%040x\n".formatted(i, 0xabcd_0000L + i))
                .collect(Collectors.joining());
    }

    void manifest(String more) {
        write("drop.yaml", "drop: tea-2026\ncollection: " + collection.id() + "\n" + more);
    }

    void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalSigner signer(int account) {
        return signer(local, account);
    }

    private static LocalSigner signer(LocalChain local, int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    String folder() {
        return folder.toString();
    }

    Chain chain() {
        return chain;
    }

    VoucherCollection collection() {
        return collection;
    }

    /** Arguments of a command that sends. */
    String[] sending(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(
                command,
                folder.toString(),
                "--rpc",
                local.rpcUrl().toString(),
                "--issuer",
                path("issuer.json"),
                "--issuer-password",
                path("password.txt"),
                "--payer",
                path("payer.json"),
                "--payer-password",
                path("password.txt")));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    /** Web3 Secret Storage with one round of PBKDF2, which opens at once and keeps no secret. */
    static String keystore(String privateKey) {
        try {
            byte[] salt = new byte[16];
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, 1, 256))
                    .getEncoded();
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, 0, 16, "AES"), new IvParameterSpec(new byte[16]));
            byte[] ciphertext = cipher.doFinal(HexFormat.of().parseHex(privateKey.replaceFirst("^0x", "")));
            byte[] mac = Keccak256.digest(Arrays.copyOfRange(derived, 16, 32), ciphertext);
            String zeros = "00".repeat(16);
            return """
                    {"version": 3, "id": "00000000-0000-4000-8000-000000000000", "crypto": {
                      "cipher": "aes-128-ctr", "cipherparams": {"iv": "%s"}, "ciphertext": "%s",
                      "kdf": "pbkdf2", "kdfparams": {"c": 1, "dklen": 32, "prf": "hmac-sha256", "salt": "%s"},
                      "mac": "%s"}}
                    """.formatted(
                            zeros,
                            HexFormat.of().formatHex(ciphertext),
                            zeros,
                            HexFormat.of().formatHex(mac));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
