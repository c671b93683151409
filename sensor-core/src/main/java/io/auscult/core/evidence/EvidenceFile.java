package io.auscult.core.evidence;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of evidence: what it holds so far, and how it is written on. Its first part is the detect thread's, the second the folder's. */
final class EvidenceFile {
    /** Interfaces in a file; packets of more are left out. */
    static final int MAX_INTERFACES = 1024;

    private static final int MAX_OPENING = 8; // sentences

    /** A kind of link on an interface of the capture: an interface of the file. */
    record Iface(int linkType, int iface) {}

    final Path path;
    final List<Iface> ifaces = new ArrayList<>();
    final List<String> opening = new ArrayList<>(); // what its beginning is to say
    /** Whether the beginning has been handed over. */
    boolean isBegun;

    /** No more is written into it: {@link EvidenceSettings#incidentBytes} is reached. */
    boolean isFull;

    /** Bytes handed over. */
    long bytes;
    /** Packets up to here have been written, if they belong to it. */
    long writtenTo;

    /** How often packets were put in before others. */
    int amendments;

    /** Packets left out since the last that was written. */
    long leftOut;

    @Nullable
    FileChannel channel; // of the folder's thread, as the next

    long size; // whole blocks that are in the file

    /** Nothing can be written into it any more. Set by the folder's thread. */
    volatile boolean isFailed;

    EvidenceFile(Path path) {
        this.path = path;
    }

    void open(String sentence) {
        if (opening.size() < MAX_OPENING) {
            opening.add(sentence);
        }
    }
}
