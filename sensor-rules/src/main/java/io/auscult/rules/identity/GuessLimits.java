package io.auscult.rules.identity;

/**
 * From how many failed logons on something is told; docs/detections.md says where each number comes from. Immutable.
 *
 * @param failures of one source at one service within the window: told
 * @param windowNs what is longer ago than this counts no more; it drains away evenly
 * @param certain failures within a minute: high
 * @param atOnce failures over as many connections within {@code atOnceNs}: nobody types so fast
 * @param atOnceNs what is at once
 * @param users distinct ones of one source that fail within the window: told; twice as many: high
 * @param unanswered tries for one user within the window where no answer is seen: told
 */
public record GuessLimits(
        int failures, long windowNs, int certain, int atOnce, long atOnceNs, int users, int unanswered) {
    private static final long SECOND = 1_000_000_000L;

    public static final GuessLimits DEFAULT = new GuessLimits(10, 900 * SECOND, 30, 5, 5 * SECOND, 5, 20);

    public GuessLimits {
        if (failures < 2 || windowNs <= 0 || certain < failures || atOnce < 2 || users < 2 || unanswered < 2) {
            throw new IllegalArgumentException(
                    "guess limits: %d failures in %d s, certain %d, at once %d, users %d, unanswered %d (expected: two at least each, certain not below failures)"
                            .formatted(failures, windowNs / SECOND, certain, atOnce, users, unanswered));
        }
    }
}
