package io.lianbo.did.share;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.did.DecryptionKey;
import io.lianbo.did.internal.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The mark by which an owner knows the versions that he sealed, as anyone can encrypt to his public key: HMAC-SHA256 under a key that he derives
 * from the secret which his key agrees on with its own public half.
 */
final class OwnersSeal {
    private static final String USE = "lianbo-share-owner-HS256";

    private final DecryptionKey owner;

    OwnersSeal(DecryptionKey owner) {
        this.owner = owner;
    }

    Label label(String id, long version, String commitment, byte[] content) {
        List<String> sealed = List.of(id, Long.toString(version), commitment, Base64Url.encode(Sha256.digest(content)));
        return new Label(id, version, Base64Url.encode(hmac(CanonicalJson.bytes(sealed))));
    }

    boolean isOn(Label label, String commitment, byte[] content) {
        byte[] expected =
                label(label.id(), label.version(), commitment, content).seal().getBytes(StandardCharsets.US_ASCII);
        return org.bouncycastle.util.Arrays.constantTimeAreEqual(
                expected, label.seal().getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] hmac(byte[] message) {
        byte[] secret = owner.agree(owner.agreementKey());
        byte[] key = ConcatKdf.derive(secret, USE, new byte[0], new byte[0]);
        Arrays.fill(secret, (byte) 0);
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key));
        Arrays.fill(key, (byte) 0);
        mac.update(message, 0, message.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return result;
    }
}
