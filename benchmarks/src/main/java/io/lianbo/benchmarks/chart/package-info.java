/** Charts of measurements, each drawn once and written as SVG and as PNG; start at {@link io.lianbo.benchmarks.chart.Chart}. */
@NullMarked
package io.lianbo.benchmarks.chart;

import org.jspecify.annotations.NullMarked;
