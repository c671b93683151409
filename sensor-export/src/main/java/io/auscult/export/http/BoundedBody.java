package io.auscult.export.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The beginning of an answer; the rest of a longer one is not waited for. Used by the HTTP client's threads, one after the other. */
final class BoundedBody implements BodySubscriber<BoundedBody.Read> {
    /** @param isCut whether there was more */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Read(byte[] bytes, boolean isCut) {}

    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Read> read = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    /** @param most bytes */
    BoundedBody(int most) {
        this.most = most;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        to.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        boolean isCut = false;
        for (ByteBuffer buffer : buffers) {
            byte[] some = new byte[Math.min(buffer.remaining(), most - bytes.size())];
            buffer.get(some);
            bytes.writeBytes(some);
            isCut |= buffer.hasRemaining();
        }
        Flow.Subscription from = subscription;
        if (isCut && from != null) {
            from.cancel();
            read.complete(new Read(bytes.toByteArray(), true));
        }
    }

    @Override
    public void onError(Throwable reason) {
        read.completeExceptionally(reason);
    }

    @Override
    public void onComplete() {
        read.complete(new Read(bytes.toByteArray(), false));
    }

    @Override
    public CompletionStage<Read> getBody() {
        return read;
    }
}
