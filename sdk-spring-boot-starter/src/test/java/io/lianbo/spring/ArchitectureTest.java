package io.lianbo.spring;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.lianbo.testsupport.HouseRules;

@AnalyzeClasses(packages = "io.lianbo.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule DID_ALONE_TOUCHES_DID = only("Did", "io.lianbo.did..");

    @ArchTest
    static final ArchRule NFT_ALONE_TOUCHES_NFT = only("Nft", "io.lianbo.nft..");

    @ArchTest
    static final ArchRule PROVENANCE_ALONE_TOUCHES_PROVENANCE = only("Provenance", "io.lianbo.provenance..");

    @ArchTest
    static final ArchRule REWARDS_ALONE_TOUCHES_REWARDS = only("Rewards", "io.lianbo.rewards..");

    /** A class that touched a module which a service does not have could not be loaded there. */
    private static ArchRule only(String module, String packages) {
        return noClasses()
                .that()
                .doNotHaveSimpleName(module + "AutoConfiguration")
                .should()
                .dependOnClassesThat(resideInAPackage(packages));
    }
}
