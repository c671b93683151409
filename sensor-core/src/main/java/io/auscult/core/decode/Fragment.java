package io.auscult.core.decode;

/** The fragment at hand, as {@link IpDecoder} read it. One per decoder, reused. */
final class Fragment {
    byte[] bytes;
    int linkType;
    long timestampNs;
    long srcHigh;
    long srcLow;
    long dstHigh;
    long dstLow;
    int ipVersion;
    /** Transport; 0 for IPv6, where only the first fragment must tell it. */
    int proto;

    int id;
    /** Where in the datagram its payload belongs, bytes. */
    int offset;

    boolean more;
    int dataOffset;
    int dataLength;

    /** Beginning of the frame, of the IP header, and end of what is in front of the fragmented part. */
    int frameOffset;

    int ipOffset;
    int headersEnd;
    /** IPv6: where the number of the fragment header stands, and the number of what follows it. */
    int nextHeaderOffset;

    int nextHeader;

    int kind() {
        return ipVersion << 28 | proto << 16 | linkType;
    }
}
