package io.lianbo.did;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.jose.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which claims of a credential are meant (OpenID4VP 1.0 section 7): by the names on the way to them, an element's index, or every element.
 *
 * <p>Where a {@link ClaimPath} is one place in one credential, a pointer may lead to several places, or to none. As text it is its
 * JSON, such as {@code ["degrees",null,"type"]}.
 *
 * {@snippet class="io.lianbo.did.ClaimPointerTest" region="pointer"}
 *
 * @param steps the way, at least one step and at most 64
 */
public record ClaimPointer(List<Step> steps) {

    /** One step of the way. */
    public sealed interface Step {}

    /**
     * Into the member of an object.
     *
     * @param name the member's
     */
    public record Name(String name) implements Step {}

    /**
     * To one element of an array.
     *
     * @param index which, from 0, as the issuer counted them
     */
    public record Element(long index) implements Step {
        /** Checks the index. */
        public Element {
            if (index < 0) {
                throw new IllegalArgumentException("the index of an element must not be negative: " + index);
            }
        }
    }

    /** To every element of an array. */
    public record EveryElement() implements Step {}

    /** Copies the steps. */
    public ClaimPointer {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > Json.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "a claims path pointer needs 1 to " + Json.MAX_DEPTH + " steps: " + steps.size());
        }
        StrictJson.write(json(steps)); // refuses a name that no JSON could hold
    }

    /**
     * {@return the pointer along these names}
     *
     * @param names of members, taken as they are
     */
    public static ClaimPointer of(String... names) {
        List<Step> steps = new ArrayList<>();
        for (String name : names) {
            steps.add(new Name(name));
        }
        return new ClaimPointer(steps);
    }

    /**
     * {@return the pointer that this JSON array is}
     *
     * @param json texts, whole numbers from 0, and nulls, as {@link StrictJson} reads them
     * @throws IllegalArgumentException where it is empty, too long, or holds anything else
     */
    public static ClaimPointer ofJson(List<? extends @Nullable Object> json) {
        List<Step> steps = new ArrayList<>();
        for (Object step : json) {
            steps.add(
                    switch (step) {
                        case null -> new EveryElement();
                        case String name -> new Name(name);
                        case Integer index -> new Element(index);
                        case Long index -> new Element(index);
                        // No array is so long; the pointer is as good as any that leads nowhere.
                        case BigInteger index -> new Element(index.signum() < 0 ? -1 : Long.MAX_VALUE);
                        default ->
                            throw new IllegalArgumentException(
                                    "a claims path pointer holds texts, whole numbers from 0 and nulls alone");
                    });
        }
        return new ClaimPointer(steps);
    }

    /**
     * {@return the pointer one step further, to a member}
     *
     * @param name the member's
     */
    public ClaimPointer name(String name) {
        return then(new Name(name));
    }

    /**
     * {@return the pointer one step further, to an element}
     *
     * @param index which, from 0
     */
    public ClaimPointer element(long index) {
        return then(new Element(index));
    }

    /** {@return the pointer one step further, to every element} */
    public ClaimPointer everyElement() {
        return then(new EveryElement());
    }

    private ClaimPointer then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new ClaimPointer(longer);
    }

    /** {@return the JSON array of the pointer: texts, numbers and nulls} */
    public List<@Nullable Object> toJson() {
        return json(steps);
    }

    private static List<@Nullable Object> json(List<Step> steps) {
        List<@Nullable Object> json = new ArrayList<>();
        for (Step step : steps) {
            json.add(
                    switch (step) {
                        case Name member -> member.name();
                        case Element element -> element.index();
                        case EveryElement every -> null;
                    });
        }
        return Collections.unmodifiableList(json);
    }

    /** {@return the JSON text} */
    @Override
    public String toString() {
        return StrictJson.write(toJson());
    }
}
