/**
 * A local Ethereum chain for tests, gone when the test is: start at {@link io.lianbo.testkit.LocalChainTest} or {@link io.lianbo.testkit.LocalChain}. {@link
 * io.lianbo.testkit.ShowTraffic} is an audience whose roles are known; {@link io.lianbo.testkit.SimulatedTag} is a chip without the chip.
 */
@NullMarked
package io.lianbo.testkit;

import org.jspecify.annotations.NullMarked;
