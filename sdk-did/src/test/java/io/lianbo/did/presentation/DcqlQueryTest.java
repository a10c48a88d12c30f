package io.lianbo.did.presentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPointer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DcqlQueryTest {
    private static final String ONE = "{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':['t']}%s}";

    private static DcqlQuery parse(String json) {
        return DcqlQuery.parse(json.replace('\'', '"'));
    }

    private static String credential(String more) {
        return "{'credentials':[" + ONE.formatted(more) + "]}";
    }

    @Test
    void readsEverythingThatTheStandardDefines() {
        DcqlQuery query = parse("""
                {'credentials': [
                   {'id': 'pid', 'format': 'dc+sd-jwt', 'multiple': true,
                    'meta': {'vct_values': ['https://id.example/pid', 'https://id.example/pid2']},
                    'trusted_authorities': [{'type': 'aki', 'values': ['s9tI', 'x0']}, {'type': 'etsi_tl', 'values': ['https://l.example']}],
                    'require_cryptographic_holder_binding': false,
                    'claims': [
                      {'id': 'a', 'path': ['last_name']},
                      {'id': 'b', 'path': ['nationalities', null], 'values': ['CN', 7, true]},
                      {'id': 'c', 'path': ['degrees', 0, 'type']}],
                    'claim_sets': [['a', 'c'], ['b']]},
                   {'id': 'mdl', 'format': 'mso_mdoc', 'meta': {'doctype_value': 'org.iso.18013.5.1.mDL'},
                    'claims': [{'path': ['org.iso.18013.5.1', 'given_name']}]}],
                 'credential_sets': [
                   {'options': [['pid'], ['mdl']]},
                   {'options': [['pid', 'mdl']], 'required': false}]}""");

        CredentialQuery pid = query.credentials().getFirst();
        assertThat(pid.types()).containsExactly("https://id.example/pid", "https://id.example/pid2");
        assertThat(pid.multiple()).isTrue();
        assertThat(pid.holderBindingRequired()).isFalse();
        assertThat(pid.trustedAuthorities())
                .isEqualTo(Map.of("aki", List.of("s9tI", "x0"), "etsi_tl", List.of("https://l.example")));
        assertThat(pid.claims())
                .containsExactly(
                        new ClaimQuery("a", ClaimPointer.of("last_name"), List.of()),
                        new ClaimQuery("b", ClaimPointer.of("nationalities").everyElement(), List.of("CN", 7, true)),
                        new ClaimQuery(
                                "c", ClaimPointer.of("degrees").element(0).name("type"), List.of()));
        assertThat(pid.claimSets()).containsExactly(List.of("a", "c"), List.of("b"));
        CredentialQuery mdl = query.credentials().getLast();
        assertThat(mdl.multiple()).isFalse();
        assertThat(mdl.holderBindingRequired()).isTrue();
        assertThat(mdl.types()).isEmpty();
        assertThat(query.credentialSets())
                .containsExactly(
                        CredentialSet.oneOf(List.of("pid"), List.of("mdl")),
                        CredentialSet.optional(List.of("pid", "mdl")));
        assertThat(DcqlQuery.parse(query.toJson())).isEqualTo(query);
    }

    @Test
    void writesWhatIsBuiltAsTheStandardDoes() {
        DcqlQuery query = DcqlQuery.of(
                        CredentialQuery.builder("my_credential")
                                .types("https://credentials.example/identity")
                                .claims("last_name")
                                .claim(ClaimPointer.of("address", "street"))
                                .claim("tea", ClaimPointer.of("tea"), "green", 7)
                                .build(),
                        CredentialQuery.builder("b").types("t").multiple().build())
                .with(CredentialSet.optional(List.of("b")))
                .with(CredentialSet.oneOf(List.of("my_credential"), List.of("b")));

        assertThat(query.toJson())
                .isEqualTo("{'credentials':[{'id':'my_credential','format':'dc+sd-jwt',"
                        .concat("'meta':{'vct_values':['https://credentials.example/identity']},")
                        .concat("'claims':[{'path':['last_name']},{'path':['address','street']},")
                        .concat("{'id':'tea','path':['tea'],'values':['green',7]}]},")
                        .concat("{'id':'b','format':'dc+sd-jwt','multiple':true,'meta':{'vct_values':['t']}}],")
                        .concat("'credential_sets':[{'options':[['b']],'required':false},")
                        .concat("{'options':[['my_credential'],['b']]}]}")
                        .replace('\'', '"'));
        assertThat(DcqlQuery.parse(query.toJson())).isEqualTo(query);
        assertThat(query).hasToString(query.toJson());
    }

    @Test
    void ignoresMembersThatItDoesNotKnow() {
        DcqlQuery known = parse(credential(",'claims':[{'path':['x']}]"));

        assertThat(parse("{'later':[1],'credentials':["
                        + ONE.formatted(",'purpose':7,'claims':[{'path':['x'],'intent_to_retain':true}]") + "]}"))
                .isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {                                                     | must be JSON
                    []                                                    | must be a JSON object
                    {'credentials':[],'credentials':[]}                   | is there twice
                    {}                                                    | missing key credentials
                    {'credentials':[]}                                    | 1 to 32 credentials
                    {'credentials':[7]}                                   | credentials[0] must be an object
                    {'credentials':[{'format':'x','meta':{}}]}            | missing key credentials[0].id
                    {'credentials':[{'id':'a','meta':{}}]}                | missing key credentials[0].format
                    {'credentials':[{'id':'a','format':' ','meta':{}}]}   | credentials[0]: a credential query needs a format
                    {'credentials':[{'id':'a','format':'dc+sd-jwt'}]}     | missing key credentials[0].meta
                    {'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{}}]} | meta.vct_values
                    {'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':[]}}]} | meta.vct_values
                    {'credentials':[{'id':'a','format':'dc+sd-jwt','meta':{'vct_values':[7]}}]} | meta.vct_values
                    {'credentials':[{'id':'a b','format':'x','meta':{}}]} | letters, digits, _ or -
                    {'credentials':[{'id':'','format':'x','meta':{}}]}    | letters, digits, _ or -
                    {'credentials':[{'id':'\u0430','format':'x','meta':{}}]} | letters, digits, _ or -
                    {'credentials':[{'id':'a','format':'x','meta':{}},{'id':'a','format':'x','meta':{}}]} | must not have one id: a
                    """)
    void saysWhatIsWrongWithACredentialQuery(String json, String message) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse(json))
                .withMessageContaining(message)
                .withMessageStartingWith("DCQL query");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'multiple':1                                   | multiple must be true or false
                    'multiple':null                                | multiple must be true or false
                    'require_cryptographic_holder_binding':'no'    | must be true or false
                    'trusted_authorities':[]                       | trusted_authorities must not be empty
                    'trusted_authorities':[{'type':'aki'}]         | missing key credentials[0].trusted_authorities[0].values
                    'trusted_authorities':[{'type':'aki','values':[]}] | trusted authority
                    'claims':[]                                    | claims must not be empty
                    'claims':{}                                    | credentials[0].claims must be an array
                    'claims':[{}]                                  | path must be an array
                    'claims':[{'path':[]}]                         | 1 to 64 steps: 0
                    'claims':[{'path':['a',-1]}]                   | negative
                    'claims':[{'path':['a',1.0]}]                  | whole numbers
                    'claims':[{'path':['a',{}]}]                   | whole numbers
                    'claims':[{'path':['a'],'values':[]}]          | values must not be empty
                    'claims':[{'path':['a'],'values':[null]}]      | null
                    'claims':[{'path':['a'],'values':[1.5]}]       | whole number
                    'claims':[{'path':['a'],'values':[['x']]}]     | whole number
                    'claims':[{'path':['a'],'id':''}]              | id of a claim query
                    'claims':[{'path':['a'],'id':7}]               | id must be a string
                    'claims':[{'path':['a'],'id':'x'},{'path':['b'],'id':'x'}] | must not have one id: x
                    'claim_sets':[['a']]                           | a claim that is not there
                    'claim_sets':[]                                | claim_sets must not be empty
                    'claims':[{'path':['a'],'id':'x'}],'claim_sets':[[]]   | 1 to 128 claims
                    'claims':[{'path':['a'],'id':'x'}],'claim_sets':['x']  | array of arrays
                    'claims':[{'path':['a'],'id':'x'}],'claim_sets':[[7]]  | array of arrays
                    'claims':[{'path':['a'],'id':'x'}],'claim_sets':[['y']] | a claim that is not there
                    'claims':[{'path':['a']}],'claim_sets':[['y']] | needs an id
                    """)
    void saysWhatIsWrongWithItsParts(String more, String message) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse(credential("," + more)))
                .withMessageContaining(message)
                .withMessageContaining("credentials[0]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    []                                  | credential_sets must not be empty
                    [{}]                                | options must be an array
                    [{'options':[]}]                    | 1 to 32 options
                    [{'options':[[]]}]                  | 1 to 32 options
                    [{'options':['a']}]                 | array of arrays
                    [{'options':[['b']]}]               | a credential query that is not there
                    [{'options':[['a']],'required':0}]  | required must be true or false
                    """)
    void saysWhatIsWrongWithASet(String sets, String message) {
        String json = "{'credentials':[" + ONE.formatted("") + "],'credential_sets':" + sets + "}";

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse(json))
                .withMessageContaining(message);
    }

    @Test
    void boundsWhatAnybodyCanAskFor() {
        CredentialQuery one = CredentialQuery.builder("a").types("t").build();
        List<CredentialQuery> many = IntStream.range(0, 33)
                .mapToObj(i -> CredentialQuery.builder("a" + i).types("t").build())
                .toList();
        CredentialSet wide = new CredentialSet(Collections.nCopies(32, List.of("a")), true);
        DcqlQuery asMany = new DcqlQuery(List.of(one), List.of(wide, wide));

        tooMuch(() -> new DcqlQuery(many, List.of()));
        tooMuch(() -> asMany.with(wide));
        tooMuch(() -> new CredentialSet(Collections.nCopies(33, List.of("a")), true));
        tooMuch(() -> {
            DcqlQuery query = DcqlQuery.of(one);
            for (int i = 0; i < 17; i++) {
                query = query.with(CredentialSet.oneOf(List.of("a")));
            }
        });
        tooMuch(() -> new ClaimQuery(null, ClaimPointer.of("a"), Collections.nCopies(129, "x")));
        CredentialQuery.Builder claims = CredentialQuery.builder("a").types("t");
        for (int i = 0; i < 128; i++) {
            claims.claim("c" + i, ClaimPointer.of("c" + i));
        }
        for (int i = 0; i < 64; i++) {
            claims.claimSet("c" + i);
        }
        assertThat(claims.build().claimSets()).hasSize(64);
        tooMuch(() -> claims.claimSet("c1").build());
        tooMuch(() -> claims.claims("one-more").build());
        assertThatThrownBy(() -> DcqlQuery.parse(" ".repeat(64 * 1024) + asMany.toJson()))
                .hasMessageContaining("65536");
    }

    private static void tooMuch(Runnable query) {
        assertThatIllegalArgumentException().isThrownBy(query::run).withMessageMatching("(?s).*(most|1 to 32).*");
    }

    @Test
    void refusesValuesThatNoQueryCanHold() {
        for (Object value : List.of(new BigDecimal("1.5"), 1.5, List.of("x"), Map.of(), "\ud800", new Object())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ClaimQuery(null, ClaimPointer.of("a"), List.of(value)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialQuery.builder("a").build())
                .withMessageContaining("vct_values");
    }

    @Test
    void keepsItsOwnCopies() {
        List<CredentialQuery> credentials =
                new ArrayList<>(List.of(CredentialQuery.builder("a").types("t").build()));
        DcqlQuery query = new DcqlQuery(credentials, new ArrayList<>());
        credentials.clear();

        assertThat(query.credentials()).hasSize(1);
        assertThat(StrictJson.parseObject(query.toJson())).containsOnlyKeys("credentials");
    }
}
