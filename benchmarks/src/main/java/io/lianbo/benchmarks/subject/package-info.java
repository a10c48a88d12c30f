/**
 * What is measured: one class a subject, in it a method for Lianbo, one for the peer and, where it can be measured, one for the
 * physical limit. All methods of a class do the same work on the same inputs; a check that fails throws, so nothing is measured
 * that does not hold.
 */
@NullMarked
package io.lianbo.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
