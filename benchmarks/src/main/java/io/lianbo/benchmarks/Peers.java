package io.lianbo.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions of the peers are on the class path. */
final class Peers {

    private static final Pattern JAR = Pattern.compile("([^/]+)-(\\d[^/]*)\\.jar");

    private Peers() {}

    /** The version by the name of each peer; the JDK's is the machine's. */
    static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("web3j", version(org.web3j.crypto.Sign.class));
        versions.put("BouncyCastle", version(org.bouncycastle.crypto.digests.KeccakDigest.class));
        versions.put("Nimbus JOSE+JWT", version(com.nimbusds.jose.JWSObject.class));
        versions.put("Authlete sd-jwt", version(com.authlete.sd.SDJWT.class));
        versions.put("OpenEPCIS event hash generator", version(io.openepcis.epc.eventhash.EventHashGenerator.class));
        versions.put("libsecp256k1 (secp256k1-kmp)", version(fr.acinq.secp256k1.Secp256k1.class));
        versions.put("Caffeine", version(com.github.benmanes.caffeine.cache.Cache.class));
        return versions;
    }

    /**
     * The version in the name of the jar that holds the class.
     *
     * @throws IllegalArgumentException if it comes from nothing that is named so
     */
    static String version(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        String place = source == null ? "" : source.getLocation().getPath();
        Matcher jar = JAR.matcher(place.substring(place.lastIndexOf('/') + 1));
        if (!jar.matches()) {
            throw new IllegalArgumentException(type.getName() + " must come from a jar that is named for its version");
        }
        return jar.group(2);
    }
}
