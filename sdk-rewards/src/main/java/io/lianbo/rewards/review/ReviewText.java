package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What a buyer wrote, and the salt that keeps anybody from guessing it from its hash once it is erased. A review names the hash alone.
 *
 * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="sign"}
 *
 * @param text up to {@value #LONGEST} characters; none for a rating without words
 * @param salt 32 random bytes, of this text alone; erase it with the text
 */
public record ReviewText(String text, Hash32 salt) {

    /** The most characters (UTF-16 code units) of a text. */
    public static final int LONGEST = 10_000;

    public ReviewText {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the text of a review must have at most " + LONGEST + " characters: " + text.length() + " given");
        }
        utf8(text);
        Objects.requireNonNull(salt, "salt");
    }

    /**
     * The text with a new salt.
     *
     * @param random a secure one: who can guess the salt can guess the text
     */
    public static ReviewText of(String text, RandomGenerator random) {
        byte[] salt = new byte[Hash32.SIZE];
        random.nextBytes(salt);
        return new ReviewText(text, Hash32.of(salt));
    }

    /** What a review names: keccak-256 of the salt and the text in UTF-8. */
    public Hash32 hash() {
        return Keccak256.hash(salt.bytes(), utf8(text));
    }

    private static byte[] utf8(String text) {
        try {
            var buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text of a review must have no surrogate without its partner", e);
        }
    }

    /** How long it is; not what it says, for it may be personal. */
    @Override
    public String toString() {
        return "ReviewText of " + text.length() + " characters";
    }
}
