/**
 * Which order got which token ids, kept so that none is handed out twice, whatever crashes: start at {@link io.lianbo.nft.issue.IssueLog}.
 */
@NullMarked
package io.lianbo.nft.issue;

import org.jspecify.annotations.NullMarked;
