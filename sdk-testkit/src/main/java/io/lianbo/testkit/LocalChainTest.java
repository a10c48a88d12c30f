package io.lianbo.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Gives a JUnit Jupiter test class its own {@link LocalChain}: constructors, life cycle methods and tests get it by declaring
 * a parameter of that type.
 *
 * {@snippet class="io.lianbo.testkit.SnippetsTest" region="junit"}
 *
 * <p>The chain starts before the first test of the class and ends after the last. What {@code @BeforeAll} does to it
 * every test sees; what {@code @BeforeEach} and the test do is undone after the test: state, time, mining mode,
 * waiting transactions and impersonation. So tests depend neither on each other nor on their order; they run one
 * after the other. {@code @Nested} classes share the chain of the outer class, and what their {@code @BeforeAll} does ends with them.
 *
 * <p>For other {@link LocalChain.Options} call {@link LocalChain#start(LocalChain.Options)} instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(LocalChainExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
public @interface LocalChainTest {}
