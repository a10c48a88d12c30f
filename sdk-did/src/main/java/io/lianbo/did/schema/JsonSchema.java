package io.lianbo.did.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema of draft 2020-12, which claims fit or do not; {@code format} is checked too.
 *
 * <p>Nothing is ever fetched: a schema is one document, and a reference out of it is refused when the schema is made. A schema is code
 * that runs on what others send: take only those that you would run. What a check may take is bounded, save by the schema's own
 * patterns.
 *
 * {@snippet class="io.lianbo.did.schema.JsonSchemaTest" region="schema"}
 */
public final class JsonSchema {
    private static final String DIALECT = SpecificationVersion.DRAFT_2020_12.getDialectId();
    private static final String OURS = "https://json-schema.org/draft/2020-12/";
    private static final int MAX_REASONS = 20;
    private static final int MAX_STEPS = 1_000_000;
    private static final int MAX_DEPTH = 512;

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .locale(Locale.ENGLISH)
                            .build())
                    .schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false)
                            .allow(iri -> iri.toString().startsWith(OURS))));

    private final String text;
    private final Schema schema;

    private JsonSchema(String text, Schema schema) {
        this.text = text;
        this.schema = schema;
    }

    /**
     * {@return the schema in this text}
     *
     * @param json strict JSON, an object
     * @throws IllegalArgumentException where it is no schema of draft 2020-12, or refers to another document
     */
    public static JsonSchema parse(String json) {
        Map<String, @Nullable Object> document = StrictJson.parseObject(json);
        if (!DIALECT.equals(document.getOrDefault("$schema", DIALECT))) {
            throw new IllegalArgumentException("a schema must be of the dialect " + DIALECT + ": "
                    + Quote.of(String.valueOf(document.get("$schema"))));
        }
        try {
            JsonNode node = Nodes.of(document);
            List<Error> errors = REGISTRY.getSchema(SchemaLocation.of(DIALECT)).validate(node);
            if (!errors.isEmpty()) {
                throw new IllegalArgumentException("not a schema: " + describe(errors.getFirst()));
            }
            Schema schema = REGISTRY.getSchema(node);
            schema.initializeValidators();
            return new JsonSchema(json, schema);
        } catch (MalformedException | SchemaException e) {
            throw new IllegalArgumentException("not a schema: " + e.getMessage(), e);
        }
    }

    /**
     * {@return the value, where it fits; else the reason {@code SCHEMA_MISMATCH} for each place where it does not, at most 20, each
     * with the place's JSON Pointer (RFC 6901) in front}
     *
     * @param <T> what it is, such as a map of claims
     * @param value a JSON value, as {@link StrictJson} reads it
     */
    public <T> Verdict<T> validate(T value) {
        List<Error> errors;
        try {
            errors = schema.validate(
                    Nodes.of(value),
                    context -> context.executionConfig(
                            limits -> limits.maxEvaluationSteps(MAX_STEPS).maxEvaluationDepth(MAX_DEPTH)));
        } catch (MalformedException | SchemaException | ValidationLimitExceededException e) {
            return Verdict.refused("SCHEMA_MISMATCH", ": " + e.getMessage());
        }
        return errors.isEmpty()
                ? Verdict.ok(value)
                : Verdict.refused(errors.stream()
                        .limit(MAX_REASONS)
                        .map(error -> new Reason("SCHEMA_MISMATCH", describe(error)))
                        .toList());
    }

    /**
     * {@return the value, which fits}: for issuers, who do not vouch for what they do not understand
     *
     * @param <T> what it is, such as a map of claims
     * @param value a JSON value
     * @throws IllegalArgumentException where it does not fit; the message names each place
     */
    public <T> T require(T value) {
        return switch (validate(value)) {
            case Verdict.Verified<T> fits -> fits.result();
            case Verdict.Refused<T> refused ->
                throw new IllegalArgumentException("does not fit the schema: "
                        + refused.reasons().stream().map(Reason::detail).collect(Collectors.joining("; ")));
        };
    }

    private static String describe(Error error) {
        return error.getInstanceLocation() + ": " + error.getMessage();
    }

    /** {@return the schema as it was read} */
    @Override
    public String toString() {
        return text;
    }
}
