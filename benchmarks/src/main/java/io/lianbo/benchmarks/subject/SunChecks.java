package io.lianbo.benchmarks.subject;

import io.lianbo.provenance.tag.SunVerifier;
import io.lianbo.provenance.tag.TagRead;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The message of an NTAG 424 DNA chip in AES mode, from its URL to UID and counter. */
@State(Scope.Thread)
public class SunChecks {

    private static final int CHIPS = 1_024;

    private final Turns<String> urls = Turns.of(CHIPS, chip -> Taps.url(chip, 61 + chip));
    private final SunVerifier verifier = new SunVerifier(Taps.LAYOUT, Taps.keys());
    private final BouncyCastleProvider provider = new BouncyCastleProvider();
    private final AESEngine aes = Taps.newEngine(true, Taps.FILE_READ);
    private final byte[] block = new byte[16];

    @Benchmark
    public TagRead lianbo() {
        return verifier.verify(urls.next()).value().orElseThrow();
    }

    /** As one writes it with what the platform has: {@code javax.crypto}, and BouncyCastle's {@code AESCMAC}. */
    @Benchmark
    public String byHand() throws GeneralSecurityException {
        String url = urls.next();
        Map<String, String> query = Stream.of(
                        url.substring(url.indexOf('?') + 1).split("&", -1))
                .map(pair -> pair.split("=", -1))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(Taps.META_READ, "AES"), new IvParameterSpec(new byte[16]));
        byte[] picc = cipher.doFinal(HexFormat.of().parseHex(query.get("e")));
        byte[] vector = {0x3c, (byte) 0xc3, 0, 1, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        System.arraycopy(picc, 1, vector, 6, 10);
        byte[] mac = cmac(cmac(Taps.FILE_READ, vector), new byte[0]);
        byte[] half = new byte[8];
        for (int i = 0; i < half.length; i++) {
            half[i] = mac[2 * i + 1];
        }
        if (!Arrays.equals(half, HexFormat.of().parseHex(query.get("c")))) {
            throw new GeneralSecurityException("the MAC is wrong");
        }
        return HexFormat.of().withUpperCase().formatHex(picc, 1, 8);
    }

    private byte[] cmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("AESCMAC", provider);
        mac.init(new SecretKeySpec(key, "AES"));
        return mac.doFinal(message);
    }

    /** The five blocks of AES that no check can do without, under keys that are set up already. */
    @Benchmark
    public byte[] bareBlocks() {
        for (int i = 0; i < 5; i++) {
            aes.processBlock(block, 0, block, 0);
        }
        return block;
    }
}
