package io.auscult.core.decode;

/**
 * Whose bytes count where IP fragments overlap: as target systems differ, so does what they read (Shankar and Paxson 2003; Novak 2005).
 * Offsets are of whole fragments, in units of eight bytes; the end is exclusive.
 */
public enum FragmentPolicy {
    /** What came first: Solaris, HP-UX, old Windows. */
    FIRST,
    /** What came last: some Cisco IOS. */
    LAST,
    /** The fragment that begins earlier; the first of two that begin together. AIX, FreeBSD, macOS of old. */
    BSD,
    /** The later one, unless it begins before the earlier one: HP JetDirect printers. */
    BSD_RIGHT,
    /** The fragment that begins earlier; the last of two that begin together. */
    LINUX,
    /** What came first, unless the later one begins before it and ends behind it. */
    WINDOWS;

    boolean replaces(int heldStart, int heldEnd, int newStart, int newEnd) {
        return switch (this) {
            case FIRST -> false;
            case LAST -> true;
            case BSD -> newStart < heldStart;
            case BSD_RIGHT -> newStart >= heldStart;
            case LINUX -> newStart <= heldStart;
            case WINDOWS -> newStart < heldStart && newEnd > heldEnd;
        };
    }
}
