/** What the tests of our own modules share: {@link io.lianbo.testsupport.Vectors}, {@link
 * io.lianbo.testsupport.Databases} and {@link io.lianbo.testsupport.HouseRules}. */
@NullMarked
package io.lianbo.testsupport;

import org.jspecify.annotations.NullMarked;
