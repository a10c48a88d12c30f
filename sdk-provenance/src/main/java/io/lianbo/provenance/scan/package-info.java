/**
 * What scans of goods tell of copies: {@link io.lianbo.provenance.scan.ScanGuard} assesses each scan and says why, and takes no show's viewers for counterfeiters.
 */
@NullMarked
package io.lianbo.provenance.scan;

import org.jspecify.annotations.NullMarked;
