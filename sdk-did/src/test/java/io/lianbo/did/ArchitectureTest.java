package io.lianbo.did;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.testsupport.HouseRules;

@AnalyzeClasses(packages = "io.lianbo.did", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests house = ArchTests.in(HouseRules.class);

    /** A page that can ask a wallet for a signature could then read what was encrypted. */
    @ArchTest
    static final ArchRule NO_KEY_TO_DECRYPT_WITH_IS_MADE_FROM_A_SIGNATURE = noClasses()
            .that()
            .resideInAPackage("io.lianbo.did.share")
            .or()
            .haveSimpleNameEndingWith("DecryptionKey")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Signer.class, LocalSigner.class, Signature.class, LoginMessage.class, Login.class);
}
