package io.lianbo.did.resolve;

import io.lianbo.did.Did;

/** A method that knows no version of a document but one. */
abstract class Unversioned implements DidMethod {
    @Override
    public final Resolution resolve(Did did, ResolutionOptions options) {
        if (!did.method().equals(method())) {
            return Resolution.failed(ResolutionError.METHOD_NOT_SUPPORTED, "asked for did:" + method() + ": " + did);
        }
        return options.isLatest()
                ? resolve(did)
                : Resolution.failed(
                        ResolutionError.FEATURE_NOT_SUPPORTED, "did:" + method() + " has no versions to choose from");
    }

    abstract Resolution resolve(Did did);
}
