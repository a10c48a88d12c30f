package io.lianbo.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule is shown a house that keeps it and houses that break it. The samples are compiled here, so that none lies about. */
class HouseRulesTest {

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

    private static final String FOREIGN = "package org.web3j; public class Web3j extends RuntimeException {}";
    private static final String CORE = "package io.lianbo.core; public class Address {}";
    private static final String CORE_INTERNAL =
            "package io.lianbo.core.internal; public class Bytes { public static int count; }";

    private static final String JSPECIFY = Path.of(URI.create(NullMarked.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()))
            .toString();

    @TempDir
    Path folder;

    @Test
    void acceptAHouseInOrder() throws IOException {
        JavaClasses good = compile(
                FOREIGN,
                CORE,
                CORE_INTERNAL,
                "@org.jspecify.annotations.NullMarked package io.lianbo.core;",
                "@org.jspecify.annotations.NullMarked package io.lianbo.core.internal;",
                "@org.jspecify.annotations.NullMarked package io.lianbo.core.chain;",
                "@org.jspecify.annotations.NullMarked package io.lianbo.nft;",
                "package io.lianbo.core.chain; public class Web3jBridge {"
                        + " public static void over(org.web3j.Web3j web3j) {} org.web3j.Web3j web3j; }",
                "package io.lianbo.core; class Hidden { public org.web3j.Web3j web3j; int n = io.lianbo.core.internal.Bytes.count; }",
                "package io.lianbo.nft; public record Voucher(io.lianbo.core.Address to, java.util.List<int[]> x) {"
                        + " int roll(java.security.SecureRandom random) { return random.nextInt(6); } }");

        for (ArchRule rule : rules()) {
            assertThatCode(() -> rule.check(good)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void refuseToPassWithoutAnyClass(ArchRule rule) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.check(new ClassFileImporter().importPath(folder)));
    }

    @Test
    void refuseAFeatureModuleThatKnowsAnother() throws IOException {
        refuses(
                HouseRules.MODULES_BUILD_ON_CORE_ALONE,
                "Sale",
                "package io.lianbo.did; public class Login {}",
                "package io.lianbo.nft; class Sale { io.lianbo.did.Login[] logins; }");
    }

    @Test
    void refuseACoreThatKnowsAFeatureModule() throws IOException {
        refuses(
                HouseRules.MODULES_BUILD_ON_CORE_ALONE,
                "Address",
                "package io.lianbo.did; public class Login {}",
                "package io.lianbo.core; class Address { io.lianbo.did.Login login; }");
    }

    @Test
    void refuseATestkitThatKnowsCore() throws IOException {
        refuses(
                HouseRules.MODULES_BUILD_ON_CORE_ALONE,
                "LocalChain",
                CORE,
                "package io.lianbo.testkit; class LocalChain { io.lianbo.core.Address address; }");
    }

    @Test
    void refuseAnotherModulesInternals() throws IOException {
        refuses(
                HouseRules.INTERNALS_STAY_INSIDE_THEIR_MODULE,
                "Voucher",
                CORE_INTERNAL,
                "package io.lianbo.nft; class Voucher { int n = io.lianbo.core.internal.Bytes.count; }");
    }

    @ParameterizedTest
    @MethodSource
    void refuseAForeignTypeInAPublicSignature(String member) throws IOException {
        refuses(
                HouseRules.PUBLIC_SIGNATURES_CARRY_OUR_OWN_AND_JDK_TYPES,
                "shows org.web3j.Web3j",
                FOREIGN,
                "package io.lianbo.nft; public class Shop { " + member + " }");
    }

    static Stream<String> refuseAForeignTypeInAPublicSignature() {
        return Stream.of(
                "public org.web3j.Web3j web3j;",
                "protected org.web3j.Web3j web3j() { return null; }",
                "public static void over(org.web3j.Web3j web3j) {}",
                "public void use(org.web3j.Web3j[] all) {}",
                "public void use(java.util.Map<String, java.util.List<? extends org.web3j.Web3j>> all) {}",
                "public <T extends org.web3j.Web3j> void use() {}",
                "public Shop() throws org.web3j.Web3j {}",
                "public record Inner(org.web3j.Web3j web3j) {}");
    }

    @Test
    void refuseAForeignSupertype() throws IOException {
        refuses(
                HouseRules.PUBLIC_SIGNATURES_CARRY_OUR_OWN_AND_JDK_TYPES,
                "Shop extends org.web3j.Web3j",
                FOREIGN,
                "package io.lianbo.nft; public class Shop extends org.web3j.Web3j {}");
    }

    @Test
    void refuseAnInternalTypeInAPublicSignature() throws IOException {
        refuses(
                HouseRules.PUBLIC_SIGNATURES_CARRY_OUR_OWN_AND_JDK_TYPES,
                "shows io.lianbo.core.internal.Bytes",
                CORE_INTERNAL,
                "package io.lianbo.core; public class Hex { public io.lianbo.core.internal.Bytes bytes; }");
    }

    @Test
    void refuseAPackageThatIsNotNullMarked() throws IOException {
        refuses(HouseRules.PACKAGES_ARE_NULL_MARKED, "io.lianbo.core", CORE);
        refuses(
                HouseRules.PACKAGES_ARE_NULL_MARKED,
                "io.lianbo.did",
                "@Deprecated package io.lianbo.did;",
                "package io.lianbo.did; class Login {}");
    }

    @Test
    void refuseACrowdedPackage() throws IOException {
        String[] sources = IntStream.rangeClosed(1, 16)
                .mapToObj(i -> "package io.lianbo.nft; public class Type" + i + " { public class Inner {} }")
                .toArray(String[]::new);
        refuses(HouseRules.PACKAGES_ARE_SMALL, "has 16 public types", sources);
    }

    @ParameterizedTest
    @MethodSource
    void refusePrinting(String statement) throws IOException {
        refuses(HouseRules.NOTHING_IS_PRINTED, "Noisy", inMethod("Noisy", statement));
    }

    static Stream<String> refusePrinting() {
        return Stream.of("System.out.println();", "System.err.println();", "new Exception().printStackTrace();");
    }

    @ParameterizedTest
    @MethodSource
    void refuseSleeping(String statement) throws IOException {
        refuses(HouseRules.NOTHING_SLEEPS, "Sleepy", inMethod("Sleepy", statement));
    }

    static Stream<String> refuseSleeping() {
        return Stream.of("Thread.sleep(1);", "Thread.sleep(java.time.Duration.ZERO);");
    }

    @ParameterizedTest
    @MethodSource
    void refuseRandomnessThatCanBeForetold(String statement) throws IOException {
        refuses(HouseRules.RANDOMNESS_IS_SECURE_OR_INJECTED, "Dice", inMethod("Dice", statement));
    }

    static Stream<String> refuseRandomnessThatCanBeForetold() {
        return Stream.of(
                "new java.util.Random();",
                "java.util.concurrent.ThreadLocalRandom.current();",
                "new java.util.SplittableRandom();",
                "Math.random();");
    }

    static List<ArchRule> rules() {
        return List.of(
                HouseRules.MODULES_BUILD_ON_CORE_ALONE,
                HouseRules.INTERNALS_STAY_INSIDE_THEIR_MODULE,
                HouseRules.PUBLIC_SIGNATURES_CARRY_OUR_OWN_AND_JDK_TYPES,
                HouseRules.PACKAGES_ARE_NULL_MARKED,
                HouseRules.PACKAGES_ARE_SMALL,
                HouseRules.NOTHING_IS_PRINTED,
                HouseRules.NOTHING_SLEEPS,
                HouseRules.RANDOMNESS_IS_SECURE_OR_INJECTED);
    }

    private static String inMethod(String type, String statement) {
        return "package io.lianbo.nft; class " + type + " { void run() throws Exception { " + statement + " } }";
    }

    private void refuses(ArchRule rule, String inMessage, String... sources) throws IOException {
        JavaClasses bad = compile(sources);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.check(bad))
                .withMessageContaining("was violated")
                .withMessageContaining(inMessage);
    }

    private JavaClasses compile(String... sources) throws IOException {
        Path sample = Files.createTempDirectory(folder, "sample");
        Path classes = Files.createDirectory(sample.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", JSPECIFY));
        for (String source : sources) {
            Matcher type = TYPE.matcher(source);
            Path file = sample.resolve(find(PACKAGE, source).replace('.', '/'))
                    .resolve((type.find() ? type.group(1) : "package-info") + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return new ClassFileImporter().importPath(classes);
    }

    private static String find(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        assertThat(matcher.find()).as(source).isTrue();
        return matcher.group(1);
    }
}
