package io.lianbo.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ClassesTransformer;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The walls of the house, the same for every module. A module holds itself to them with
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "io.lianbo.nft", importOptions = ImportOption.DoNotIncludeTests.class)
 * class ArchitectureTest {
 *     @ArchTest
 *     static final ArchTests house = ArchTests.in(HouseRules.class);
 * }
 * }</pre>
 *
 * <p>Each rule fails where it finds no class to look at.
 */
public final class HouseRules {

    private static final String ROOT = "io.lianbo.";
    private static final int MOST_PUBLIC_TYPES = 15;

    /** The modules that all others may build on. */
    private static final Set<String> FOUNDATIONS = Set.of("core");

    /** The modules that serve users and know nothing of each other. */
    private static final Set<String> MODULES = Set.of("core", "did", "nft", "provenance", "rewards", "testkit");

    /** The ways through to a library of the user's. */
    private static final Set<String> BRIDGES =
            Set.of("io.lianbo.core.chain.Web3jBridge.over", "io.lianbo.core.tx.TxMetrics.to");

    @ArchTest
    static final ArchRule MODULES_BUILD_ON_CORE_ALONE = classes()
            .that(in("a module of Lianbo", HouseRules::isOurs))
            .should(new ArchCondition<>("depend on no module of Lianbo but core and their own") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    String own = module(item);
                    item.getDirectDependenciesFromSelf().stream()
                            .filter(dependency -> isOurs(target(dependency)))
                            .filter(dependency -> MODULES.contains(own))
                            .filter(dependency -> !module(target(dependency)).equals(own))
                            .filter(dependency ->
                                    own.equals("testkit") || !FOUNDATIONS.contains(module(target(dependency))))
                            .forEach(dependency -> violated(events, item, dependency.getDescription()));
                }
            })
            .because("what joins two feature modules belongs into an application");

    @ArchTest
    static final ArchRule INTERNALS_STAY_INSIDE_THEIR_MODULE = classes()
            .that(in("a module of Lianbo", HouseRules::isOurs))
            .should(new ArchCondition<>("touch internal packages of their own module alone") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    item.getDirectDependenciesFromSelf().stream()
                            .filter(dependency -> isOurs(target(dependency)) && isInternal(target(dependency)))
                            .filter(dependency -> !module(target(dependency)).equals(module(item)))
                            .forEach(dependency -> violated(events, item, dependency.getDescription()));
                }
            });

    @ArchTest
    static final ArchRule PUBLIC_SIGNATURES_CARRY_OUR_OWN_AND_JDK_TYPES = classes()
            .that(in("a module of Lianbo", HouseRules::isOurs))
            .should(new ArchCondition<>("show only types of Lianbo and the JDK in what users see of them") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    if (isApi(item)) {
                        Stream.concat(item.getSuperclass().stream(), item.getInterfaces().stream())
                                .flatMap(HouseRules::foreignTypes)
                                .forEach(type -> violated(events, item, item.getName() + " extends " + type.getName()));
                        item.getMembers().stream()
                                .filter(HouseRules::isApi)
                                .forEach(member -> typesOf(member)
                                        .flatMap(HouseRules::foreignTypes)
                                        .distinct()
                                        .forEach(type -> violated(
                                                events, item, member.getFullName() + " shows " + type.getName())));
                    }
                }
            })
            .because("what a signature shows, our users compile against");

    @ArchTest
    static final ArchRule PACKAGES_ARE_NULL_MARKED = all(packages())
            .should(new ArchCondition<>("have a package-info with @NullMarked") {
                @Override
                public void check(JavaPackage item, ConditionEvents events) {
                    if (!item.isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                        violated(events, item, item.getName() + " has no package-info with @NullMarked");
                    }
                }
            });

    @ArchTest
    static final ArchRule PACKAGES_ARE_SMALL = all(packages())
            .should(new ArchCondition<>("have at most " + MOST_PUBLIC_TYPES + " public types") {
                @Override
                public void check(JavaPackage item, ConditionEvents events) {
                    long count = item.getClasses().stream()
                            .filter(HouseRules::isApi)
                            .filter(JavaClass::isTopLevelClass)
                            .filter(type -> !type.isArray()) // the arrays that varargs make are no types of their own
                            .count();
                    if (count > MOST_PUBLIC_TYPES) {
                        violated(events, item, item.getName() + " has " + count + " public types");
                    }
                }
            });

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethodWhere(isCallOf(Throwable.class, "printStackTrace"));

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses().should().callMethodWhere(isCallOf(Thread.class, "sleep"));

    @ArchTest
    static final ArchRule RANDOMNESS_IS_SECURE_OR_INJECTED = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.SplittableRandom")
            .orShould()
            .callMethodWhere(isCallOf(Math.class, "random"))
            .because("its numbers can be foretold; take a SecureRandom or a RandomGenerator from the caller");

    private HouseRules() {}

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static boolean isInternal(JavaClass type) {
        return (type.getPackageName() + ".").contains(".internal.");
    }

    /** The first word below io.lianbo. */
    private static String module(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
    }

    /** The type that a dependency is on; of an array, that of its elements. */
    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    /** Whether users of a module can name the type. */
    private static boolean isApi(JavaClass type) {
        boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC)
                || (type.isNestedClass() && type.getModifiers().contains(JavaModifier.PROTECTED));
        return visible
                && !isInternal(type)
                && type.getEnclosingClass().map(HouseRules::isApi).orElse(true);
    }

    private static boolean isApi(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && !BRIDGES.contains(member.getOwner().getName() + "." + member.getName());
    }

    private static Stream<JavaType> typesOf(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit code = (JavaCodeUnit) member;
        Stream<JavaType> result = code instanceof JavaConstructor ? Stream.of() : Stream.of(code.getReturnType());
        return Stream.of(
                        result,
                        code.getParameterTypes().stream(),
                        code.getTypeParameters().stream(),
                        code.getExceptionTypes().stream())
                .flatMap(types -> types);
    }

    /** Of a type and its type arguments, those that users should not have to know. */
    private static Stream<JavaClass> foreignTypes(JavaType type) {
        return type.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .filter(raw -> !raw.isPrimitive())
                .filter(raw -> !isOfTheJdk(raw))
                .filter(raw -> !isOurs(raw) || isInternal(raw));
    }

    /** Among them javax.sql, which holds DataSource. */
    private static boolean isOfTheJdk(JavaClass type) {
        return (type.getPackageName() + ".").startsWith("java.")
                || type.getPackageName().equals("javax.sql");
    }

    private static DescribedPredicate<JavaMethodCall> isCallOf(Class<?> owner, String name) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + name,
                call -> call.getTarget().getOwner().isAssignableTo(owner)
                        && call.getTarget().getName().equals(name));
    }

    private static DescribedPredicate<JavaClass> in(String place, Predicate<JavaClass> test) {
        return DescribedPredicate.describe("are in " + place, test);
    }

    private static ClassesTransformer<JavaPackage> packages() {
        return new AbstractClassesTransformer<>("packages") {
            @Override
            public Iterable<JavaPackage> doTransform(JavaClasses classes) {
                return classes.stream()
                        .filter(HouseRules::isOurs)
                        .map(JavaClass::getPackage)
                        .collect(Collectors.toSet());
            }
        };
    }

    private static void violated(ConditionEvents events, Object item, String message) {
        events.add(SimpleConditionEvent.violated(item, message));
    }
}
