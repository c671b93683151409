package io.auscult.core.protocol.smb;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.dcerpc.RpcStream;
import io.auscult.core.protocol.file.FileStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Readers of what goes through pipes and files: at most {@link #MAX_PIPES} and {@link #MAX_FILES} of a connection at the same time; at the bound the
 * file or pipe not used for the longest time loses its reader. One per parser; the readers are reused.
 */
final class Streams {
    static final int MAX_PIPES = 16;
    static final int MAX_FILES = 16;

    private final List<OpenFile> pipes = new ArrayList<>();
    private final List<OpenFile> files = new ArrayList<>();
    private final List<RpcStream> freePipes = new ArrayList<>();
    private final List<FileStream> freeFiles = new ArrayList<>();

    /** Content passes. */
    void content(Side side, OpenFile file, StreamView in, int at, int length, EventWriter out) {
        if (file.isPipe()) {
            pipe(file, out).data(in, at, length, out);
        } else if (!file.isDirectory) {
            FileStream stream = stream(file, side.isWrite, in, out);
            if (stream != null) {
                stream.content(side.offset, in, at, length);
            }
        }
    }

    /** Content was not captured. */
    static void missing(OpenFile file, Direction direction, int length, EventWriter out) {
        if (file.pipe != null) {
            file.pipe.gap(direction, length, out);
        }
    }

    private RpcStream pipe(OpenFile file, EventWriter out) {
        RpcStream pipe = file.pipe;
        if (pipe == null) {
            if (pipes.size() >= MAX_PIPES) {
                leave(idlest(pipes), out);
            }
            pipe = freePipes.isEmpty() ? new RpcStream() : freePipes.removeLast();
            pipe.reset();
            pipe.pipe(file.name);
            file.pipe = pipe;
            pipes.add(file);
        }
        return pipe;
    }

    /** Null when the file was seen whole already. */
    private @Nullable FileStream stream(OpenFile file, boolean isWrite, StreamView in, EventWriter out) {
        FileStream stream = file.stream;
        if (stream != null && file.isStreamWritten != isWrite) {
            end(file, false, out); // read before, written now, or the other way round
            stream = null;
        }
        if (stream == null && !file.isSeen(isWrite)) {
            if (files.size() >= MAX_FILES) {
                leave(idlest(files), out);
            }
            stream = freeFiles.isEmpty() ? new FileStream("SMB") : freeFiles.removeLast();
            stream.begin(in, out);
            stream.name().append(file.name);
            if (!isWrite && file.size > 0) {
                stream.totalBytes(file.size);
            }
            file.fuid.clear();
            file.fuid.append(stream.fuid());
            file.stream = stream;
            file.isStreamWritten = isWrite;
            files.add(file);
        }
        return stream;
    }

    private static OpenFile idlest(List<OpenFile> files) {
        OpenFile idlest = files.getFirst();
        for (int i = 1; i < files.size(); i++) {
            if (files.get(i).lastUse < idlest.lastUse) {
                idlest = files.get(i);
            }
        }
        return idlest;
    }

    /** After content: a file that was read to its end is over. */
    void checkEnd(OpenFile file, EventWriter out) {
        FileStream stream = file.stream;
        if (stream != null && !file.isStreamWritten && file.size > 0 && stream.position() >= file.size) {
            end(file, true, out);
        }
    }

    /** The file or pipe is closed. */
    void close(OpenFile file, EventWriter out) {
        FileStream stream = file.stream;
        if (stream != null) {
            end(file, file.isStreamWritten || file.size > 0, out);
        }
        leave(file, out);
    }

    /** The file or pipe goes on unseen, or its reader is needed elsewhere. */
    void leave(OpenFile file, EventWriter out) {
        RpcStream pipe = file.pipe;
        if (pipe != null) {
            pipe.end(out);
            file.pipe = null;
            pipes.remove(file);
            freePipes.add(pipe);
        }
        end(file, false, out);
    }

    /** @param whole whether all of it is known to have passed, gaps aside */
    private void end(OpenFile file, boolean whole, EventWriter out) {
        FileStream stream = file.stream;
        if (stream != null) {
            if (!whole) {
                stream.brokenOff();
            }
            stream.end(out);
            stream.reset();
            file.seen(file.isStreamWritten);
            file.stream = null;
            files.remove(file);
            freeFiles.add(stream);
        }
    }

    int kept() {
        int kept = 0;
        for (int i = 0; i < pipes.size(); i++) {
            RpcStream pipe = pipes.get(i).pipe;
            kept += pipe == null ? 0 : pipe.kept();
        }
        for (int i = 0; i < files.size(); i++) {
            FileStream stream = files.get(i).stream;
            kept += stream == null ? 0 : stream.kept();
        }
        return kept;
    }

    /** Forgets everything; nothing is written. */
    void reset() {
        for (int i = 0; i < pipes.size(); i++) { // no iterator: no garbage
            OpenFile file = pipes.get(i);
            RpcStream pipe = file.pipe;
            if (pipe != null) {
                pipe.reset();
                freePipes.add(pipe);
                file.pipe = null;
            }
        }
        for (int i = 0; i < files.size(); i++) {
            OpenFile file = files.get(i);
            FileStream stream = file.stream;
            if (stream != null) {
                stream.reset();
                freeFiles.add(stream);
                file.stream = null;
            }
        }
        pipes.clear();
        files.clear();
    }
}
