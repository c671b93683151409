package io.auscult.core.capture;

/**
 * What an Interface Description Block said about one interface: how its packets and their timestamps are to be read
 * (draft-ietf-opsawg-pcapng section 4.2). Lives as long as its section. Used by the capture thread alone.
 */
final class PcapngInterface {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int NANOSECOND_DIGITS = 9;
    private static final int MAX_DIGITS = 18; // the highest power of ten in a long

    final int index;
    final int linkType;
    /** 0 for no limit. */
    final int snapLength;

    /** The latest counts of Interface Statistics Blocks, since the capture began. */
    long droppedByInterface;

    long droppedByKernel;

    private final long offsetNs;
    /** Nanoseconds in a unit, or 0 where a unit is shorter. */
    private final long nsPerUnit;
    /** Units in a nanosecond where that is a whole number; 0 otherwise. */
    private final long unitsPerNs;
    /** Units in a second as a power of two; meaningful when both others are 0. */
    private final int secondShift;

    /**
     * @param index in {@link PacketSource#interfaces}
     * @param resolution if_tsresol: a negative power of ten, or of two when the highest of the eight bits is set
     * @param offsetSeconds if_tsoffset
     */
    PcapngInterface(int index, int linkType, int snapLength, int resolution, long offsetSeconds) {
        this.index = index;
        this.linkType = linkType;
        this.snapLength = snapLength;
        this.offsetNs = offsetSeconds * NS_PER_SECOND;
        int power = resolution & 0x7F;
        boolean binary = (resolution & 0x80) != 0;
        this.nsPerUnit = !binary && power <= NANOSECOND_DIGITS ? powerOfTen(NANOSECOND_DIGITS - power) : 0;
        this.unitsPerNs =
                !binary && power > NANOSECOND_DIGITS ? powerOfTen(Math.min(power - NANOSECOND_DIGITS, MAX_DIGITS)) : 0;
        this.secondShift = power;
    }

    private static long powerOfTen(int power) {
        long value = 1;
        for (int i = 0; i < power; i++) {
            value *= 10;
        }
        return value;
    }

    /** Nanoseconds since 1970 of an unsigned count of units; what is beyond the year 2262 wraps around. */
    long timestampNs(long units) {
        if (nsPerUnit > 0) {
            return units * nsPerUnit + offsetNs;
        }
        if (unitsPerNs > 0) {
            return Long.divideUnsigned(units, unitsPerNs) + offsetNs;
        }
        return binaryNs(units) + offsetNs;
    }

    private long binaryNs(long units) {
        if (secondShift >= Long.SIZE) {
            // Less than a second in all; the product's high half is already divided by two to the 64th.
            int further = secondShift - Long.SIZE;
            return further >= Long.SIZE ? 0 : Math.unsignedMultiplyHigh(units, NS_PER_SECOND) >>> further;
        }
        if (secondShift == 0) {
            return units * NS_PER_SECOND;
        }
        long fraction = units & (1L << secondShift) - 1;
        long high = Math.unsignedMultiplyHigh(fraction, NS_PER_SECOND);
        long low = fraction * NS_PER_SECOND;
        return (units >>> secondShift) * NS_PER_SECOND + (high << Long.SIZE - secondShift | low >>> secondShift);
    }
}
