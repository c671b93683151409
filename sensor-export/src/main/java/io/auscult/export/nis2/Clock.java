package io.auscult.export.nis2;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the deadlines count from. Immutable.
 *
 * @param aware when one became aware
 * @param isAssumed whether nobody said so, and it is when the sensor told of it
 * @param notified when the notification was sent; null when that is not known
 * @param now the time it is
 */
public record Clock(
        Instant aware, boolean isAssumed, @Nullable Instant notified, Instant now) {}
