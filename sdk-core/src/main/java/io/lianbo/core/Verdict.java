package io.lianbo.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The answer to a check: verified, with what was established, or refused, with the reasons.
 *
 * <p>A refusal is an expected answer and no exception. Every reason carries a stable code for programs and a sentence for people.
 * A verdict is read with a {@code switch}, which the compiler holds to both cases:
 *
 * {@snippet class="io.lianbo.core.VerdictTest" region="verdict"}
 *
 * @param <T> what a positive verdict establishes
 */
public sealed interface Verdict<T> {

    /**
     * The check passed.
     *
     * @param result what it established
     */
    record Verified<T>(T result) implements Verdict<T> {

        /** Returns the positive verdict that establishes {@code result}. */
        public Verified {
            Objects.requireNonNull(result, "result");
        }

        @Override
        public List<Reason> reasons() {
            return List.of();
        }
    }

    /**
     * The check did not pass.
     *
     * @param reasons why, at least one
     */
    record Refused<T>(List<Reason> reasons) implements Verdict<T> {

        /**
         * Returns the refusal for these reasons.
         *
         * @throws IllegalArgumentException if there is no reason
         */
        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal must have at least one reason");
            }
        }
    }

    /**
     * One reason for a refusal.
     *
     * @param code a stable word for programs, such as {@code WRONG_SIGNER}: upper-case letters, digits and underscores
     * @param detail a sentence for people; it holds no secret
     */
    record Reason(String code, String detail) {

        private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");

        /**
         * Returns the reason of this code and detail.
         *
         * @throws IllegalArgumentException if {@code code} is not in SCREAMING_SNAKE_CASE
         */
        public Reason {
            Objects.requireNonNull(detail, "detail");
            if (!CODE.matcher(code).matches()) {
                throw new IllegalArgumentException("reason code must be like WRONG_SIGNER: " + Quote.of(code));
            }
        }

        /** Returns the reason in one line, {@code WRONG_SIGNER: signed by ...}. */
        @Override
        public String toString() {
            return code + ": " + detail;
        }
    }

    /** Returns the positive verdict that establishes {@code result}. */
    static <T> Verdict<T> ok(T result) {
        return new Verified<>(result);
    }

    /** Returns the refusal for one reason. */
    static <T> Verdict<T> refused(String code, String detail) {
        return new Refused<>(List.of(new Reason(code, detail)));
    }

    /**
     * Returns the refusal for these reasons.
     *
     * @throws IllegalArgumentException if there are none
     */
    static <T> Verdict<T> refused(Reason... reasons) {
        return new Refused<>(List.of(reasons));
    }

    /**
     * Returns the refusal for these reasons.
     *
     * @throws IllegalArgumentException if there are none
     */
    static <T> Verdict<T> refused(List<Reason> reasons) {
        return new Refused<>(reasons);
    }

    /** Returns why the check did not pass; empty exactly if it passed. */
    List<Reason> reasons();

    /** Returns whether the check passed. */
    default boolean isVerified() {
        return this instanceof Verified;
    }

    /** Returns what the check established, or empty if it did not pass. */
    default Optional<T> value() {
        return switch (this) {
            case Verified<T> verified -> Optional.of(verified.result());
            case Refused<T> refused -> Optional.empty();
        };
    }

    /** Returns the verdict with what it established turned into something else; a refusal keeps its reasons. */
    default <R> Verdict<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Verified<T> verified -> new Verified<>(change.apply(verified.result()));
            case Refused<T> refused -> new Refused<>(refused.reasons());
        };
    }
}
