package io.auscult.core.stream;

/**
 * Which bytes win when segments that were both sent overlap while waiting for a hole to fill; hosts differ, and an attacker chooses
 * what fits his target (Shankar and Paxson, Active Mapping, IEEE S&P 2003). Bytes already handed to a parser always stay.
 */
public enum OverlapPolicy {
    /** What came first. */
    FIRST,
    /** What came last. */
    LAST,
    /** The first, except that a new segment that begins before an old one replaces what they share. */
    BSD,
    /** As BSD, and also when both begin at the same place and the new one is longer. */
    LINUX,
    /** The first, except that a new segment that begins before and ends after an old one replaces it whole. */
    WINDOWS;

    /** Whether the newcomer's bytes replace the holder's where they overlap. */
    boolean replaces(long newStart, long newEnd, long oldStart, long oldEnd) {
        return switch (this) {
            case FIRST -> false;
            case LAST -> true;
            case BSD -> newStart < oldStart;
            case LINUX -> newStart < oldStart || newStart == oldStart && newEnd > oldEnd;
            case WINDOWS -> newStart < oldStart && newEnd > oldEnd;
        };
    }
}
