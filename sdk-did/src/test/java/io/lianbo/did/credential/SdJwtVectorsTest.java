package io.lianbo.did.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.testsupport.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The cases of the reference implementation of RFC 9901 in JavaScript. Its frames say of each object which members, and of each array
 * which elements, have a disclosure ({@code _sd}) or are shown ({@code true}); below, they go on by name or index.
 */
class SdJwtVectorsTest {
    @TestFactory
    Stream<DynamicTest> issuesPresentsAndVerifies() {
        return Vectors.files("sd-jwt", ".json").stream()
                .map(file -> dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    /** RFC 9901 sections 4.2.1 to 4.2.3; its disclosures have white space that ours have not. */
    @Test
    void hashesTheDisclosuresOfTheStandardAsTheyAreWritten() throws Exception {
        Disclosure name = Disclosure.parse("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0");
        Disclosure country = Disclosure.parse("WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0");

        assertThat(name.name()).isEqualTo("family_name");
        assertThat(name.value()).isEqualTo("M\u00f6bius");
        assertThat(name.digest()).isEqualTo("X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
        assertThat(country.name()).isNull();
        assertThat(country.value()).isEqualTo("FR");
        assertThat(country.digest()).isEqualTo("w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs");
    }

    private static void check(Path file) throws Exception {
        Map<String, Object> vector = StrictJson.parseObject(Files.readAllBytes(file));
        try (Parties parties = new Parties()) {
            Credential credential = parties.issuer.issue(parties.draft()
                    .claims(object(vector.get("claims")))
                    .disclosable(disclosable(object(vector.get("disclosureFrame"))))
                    .build());
            assertThat(credential.claims()).isEqualTo(vector.get("claims"));
            Set<ClaimPath> shown = shown(object(vector.get("presentationFrames")));
            // Some frames name elements that their claims do not have.
            shown.removeIf(path -> !leadsTo(credential.claims(), path));

            PresentedCredential presented = parties.verifier()
                    .verify(parties.holder.present(credential, parties.request, shown), parties.request)
                    .value()
                    .orElseThrow();

            // An object whose members are all hidden is there, empty (RFC 9901 section 7.1); not every case lists it.
            assertThat(withoutEmptyObjects(presented.claims()))
                    .isEqualTo(withoutEmptyObjects(vector.get("presentedClaims")));
            if (vector.get("presentedClaims").equals(vector.get("claims"))) {
                assertThat(presented.claims()).isEqualTo(vector.get("claims"));
            }
        }
    }

    private static Set<ClaimPath> disclosable(Map<String, Object> frame) {
        Set<ClaimPath> paths = new LinkedHashSet<>();
        frame.forEach((name, below) -> {
            if (name.equals("_sd")) {
                ((List<?>) below).forEach(chosen -> paths.add(ClaimPath.of(chosen.toString())));
            } else if (below instanceof Map<?, ?>) {
                disclosable(object(below)).forEach(path -> paths.add(under(name, path)));
            }
        });
        return paths;
    }

    private static Set<ClaimPath> shown(Map<String, Object> frame) {
        Set<ClaimPath> paths = new LinkedHashSet<>();
        frame.forEach((name, below) -> {
            if (below instanceof Map<?, ?>) {
                paths.add(ClaimPath.of(name));
                shown(object(below)).forEach(path -> paths.add(under(name, path)));
            } else if (Boolean.TRUE.equals(below)) {
                paths.add(ClaimPath.of(name));
            }
        });
        return paths;
    }

    private static ClaimPath under(String name, ClaimPath path) {
        List<String> segments = new ArrayList<>(List.of(name));
        segments.addAll(path.segments());
        return new ClaimPath(segments);
    }

    private static boolean leadsTo(Object claims, ClaimPath path) {
        Object at = claims;
        for (String segment : path.segments()) {
            if (at instanceof Map<?, ?> map && map.containsKey(segment)) {
                at = map.get(segment);
            } else if (at instanceof List<?> list && Integer.parseInt(segment) < list.size()) {
                at = list.get(Integer.parseInt(segment));
            } else {
                return false;
            }
        }
        return true;
    }

    private static Object withoutEmptyObjects(Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(SdJwtVectorsTest::withoutEmptyObjects)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> rest = new LinkedHashMap<>();
            map.forEach((name, member) -> {
                Object inner = withoutEmptyObjects(member);
                if (!Map.of().equals(inner)) {
                    rest.put(name, inner);
                }
            });
            return rest;
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
