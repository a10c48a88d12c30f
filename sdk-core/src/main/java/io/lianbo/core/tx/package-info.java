/**
 * Transactions that are neither lost nor doubled: intents in a journal, sent over lanes of accounts, followed until they are final. Start
 * with {@link io.lianbo.core.tx.TxClient}.
 */
@NullMarked
package io.lianbo.core.tx;

import org.jspecify.annotations.NullMarked;
