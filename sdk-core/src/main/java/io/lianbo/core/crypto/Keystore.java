package io.lianbo.core.crypto;

import io.lianbo.core.internal.UnicodeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Keeps a {@link LocalSigner} in a file that a password opens, in the format of geth, MetaMask and web3j:
 * <a href="https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage/">Web3 Secret Storage</a>, version 3.
 *
 * {@snippet class="io.lianbo.core.crypto.KeystoreTest" region="keystore"}
 *
 * <p>It writes scrypt with n = 262144, r = 8, p = 1, and reads scrypt and PBKDF2. Opening takes about a second and 256 MB of memory, by
 * design; a file that asks for more than twice the memory or four times the work is refused. The
 * password stays the caller's to overwrite; the copies that are made of it and of the key on the way are overwritten here.
 */
public final class Keystore {

    private static final int SCRYPT_N = 1 << 18;
    private static final int MAX_FILE_SIZE = 1 << 16;

    private Keystore() {}

    /**
     * Opens the keystore in {@code file}.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if the password is wrong, or the file is no keystore; the message names the file and what is wrong,
     *     and shows no secret
     */
    public static LocalSigner load(Path file, char[] password) throws IOException {
        byte[] json;
        try (InputStream in = Files.newInputStream(file)) {
            json = in.readNBytes(MAX_FILE_SIZE + 1);
        }
        if (json.length > MAX_FILE_SIZE) {
            throw new IllegalArgumentException(file + ": a keystore must be at most " + MAX_FILE_SIZE + " bytes");
        }
        try {
            return decrypt(new String(json, StandardCharsets.UTF_8), password);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes the key of {@code signer} to a new {@code file} that only its owner may read, where the file system knows owners. The file
     * is there whole, or not at all.
     *
     * @param random the source of salt and initialization vector
     * @throws FileAlreadyExistsException if there is such a file, which is left as it is
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if {@code signer} is closed
     */
    public static void save(LocalSigner signer, Path file, char[] password, SecureRandom random) throws IOException {
        byte[] json = encrypt(signer, password, random).getBytes(StandardCharsets.UTF_8);
        Path target = file.toAbsolutePath();
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        // beside the target, so that the move is atomic
        Path draft = Files.createTempFile(target.resolveSibling(""), ".keystore", ".tmp", ownerOnly(target));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                for (ByteBuffer buffer = ByteBuffer.wrap(json); buffer.hasRemaining(); ) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        // without POSIX permissions, as on Windows, a file inherits the access list of its folder
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Opens a keystore.
     *
     * @param json a Web3 Secret Storage document
     * @throws IllegalArgumentException if the password is wrong, or {@code json} is no keystore; the message says what is wrong, and shows no
     *     secret
     */
    public static LocalSigner decrypt(String json, char[] password) {
        byte[] passwordBytes = UnicodeText.utf8("password", password);
        byte[] key = {};
        try {
            key = SecretStorage.decrypt(json, passwordBytes);
            return LocalSigner.fromPrivateKey(key);
        } finally {
            Arrays.fill(passwordBytes, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Returns the key of {@code signer} as a Web3 Secret Storage document.
     *
     * @param random the source of salt and initialization vector
     * @throws IllegalStateException if {@code signer} is closed
     */
    public static String encrypt(LocalSigner signer, char[] password, SecureRandom random) {
        return encrypt(signer, password, random, SCRYPT_N);
    }

    static String encrypt(LocalSigner signer, char[] password, SecureRandom random, int n) {
        byte[] passwordBytes = UnicodeText.utf8("password", password);
        byte[] key = {};
        try {
            key = signer.exportPrivateKeyDangerously();
            return SecretStorage.encrypt(key, signer.address(), passwordBytes, random, n);
        } finally {
            Arrays.fill(passwordBytes, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }
}
