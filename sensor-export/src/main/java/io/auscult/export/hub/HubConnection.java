package io.auscult.export.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: request, answer, request, answer. Who asks is looked at before a byte of a body is read. There is one
 * request at a time; what a client sends ahead waits in its kernel. Event loop only, but for the work itself.
 */
final class HubConnection extends ChannelInboundHandlerAdapter {
    private static final int FIRST_S = 10; // until a stranger has shown a token, TLS included
    private static final int REQUEST_S =
            60; // a whole request, or answer, must be through by then, and a connection idle so long ends
    private static final int LINGER_S =
            3; // bytes of a refused request are swallowed so long, so that the answer is seen
    private static final int MOST_PATH = 8; // segments
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE);
    private static final int MOST_PARAMETERS = 64;

    private final Hub hub;
    private @Nullable Token token;
    private @Nullable HttpRequest request;
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private int reserved; // bytes of the hub's budget
    private boolean isEnding;
    private boolean isWorking;
    private final Deque<Object> ahead = new ArrayDeque<>();
    private java.util.concurrent.@Nullable Future<?> deadline;

    HubConnection(Hub hub) {
        this.hub = hub;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        await(ctx, FIRST_S);
    }

    private void await(ChannelHandlerContext ctx, int seconds) {
        forgetDeadline();
        deadline = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
    }

    private void forgetDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!isWorking) { // else its bytes are in use until the work is done
            release();
        }
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        forgetDeadline();
    }

    /** While a request is worked on nothing is read; what was decoded before that waits: less than one buffer of the socket's. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (isWorking) {
            ahead.add(message);
        } else {
            handle(ctx, message);
        }
    }

    private void handle(ChannelHandlerContext ctx, Object message) {
        try {
            if (!isEnding && message instanceof HttpRequest begun) {
                begin(ctx, begun);
            }
            if (!isEnding && message instanceof HttpContent content) {
                more(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest begun) {
        request = begun;
        if (begun.decoderResult().isFailure()) {
            end(ctx, refusal(begun.decoderResult().cause()));
            return;
        }
        boolean isPost = begun.method().equals(HttpMethod.POST);
        String authorization = begun.headers().get(HttpHeaderNames.AUTHORIZATION);
        Token holder = hub.gate().token(authorization);
        if (holder == null) {
            end(ctx, stranger(ctx));
            return;
        }
        token = holder;
        await(ctx, REQUEST_S);
        if (!METHODS.contains(begun.method())) {
            end(ctx, HubAnswer.error(405, "GET, POST and DELETE only", Map.of("allow", "GET, POST, DELETE")));
            return;
        }
        long wait = hub.gate().asked(holder, isPost);
        long length = HttpUtil.getContentLength(begun, 0L);
        if (wait > 0) {
            end(ctx, HubAnswer.later(429, "too many requests or objects", wait));
        } else if (length > hub.limits().bodyBytes()) {
            end(ctx, tooLong());
        } else if (!reserve((int) length)) {
            end(ctx, HubAnswer.later(503, "too many requests at once", 1));
        } else if (HttpUtil.is100ContinueExpected(begun)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private HubAnswer stranger(ChannelHandlerContext ctx) {
        long wait = hub.gate().guessed(address(ctx));
        return wait > 0
                ? HubAnswer.later(429, "too many requests without a valid token", wait)
                : HubAnswer.error(
                        401,
                        "a token is needed that counts: Authorization: Bearer TOKEN, or Basic with member and token",
                        Map.of("www-authenticate", "Basic realm=\"TAXII\", charset=\"UTF-8\", Bearer realm=\"TAXII\""));
    }

    private HubAnswer tooLong() {
        return HubAnswer.error(413, "more than " + hub.limits().bodyBytes() + " bytes");
    }

    private static HubAnswer refusal(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException e -> HubAnswer.error(414, "request line too long");
            case TooLongHttpHeaderException e -> HubAnswer.error(431, "headers too long");
            default -> HubAnswer.error(400, "not HTTP");
        };
    }

    private boolean reserve(int upTo) {
        int more = upTo - reserved;
        if (more <= 0) {
            return true;
        }
        if (!hub.pendingBytes().tryAcquire(more)) {
            return false;
        }
        reserved += more;
        return true;
    }

    private void release() {
        hub.pendingBytes().release(reserved);
        reserved = 0;
        body = new ByteArrayOutputStream(0);
    }

    private void more(ChannelHandlerContext ctx, HttpContent content) {
        ByteBuf bytes = content.content();
        int length = body.size() + bytes.readableBytes();
        if (content.decoderResult().isFailure()) {
            end(ctx, HubAnswer.error(400, "not HTTP"));
        } else if (length > hub.limits().bodyBytes()) {
            end(ctx, tooLong());
        } else if (!reserve(length)) {
            end(ctx, HubAnswer.later(503, "too many requests at once", 1));
        } else {
            byte[] piece = new byte[bytes.readableBytes()];
            bytes.readBytes(piece);
            body.writeBytes(piece);
            if (content instanceof LastHttpContent) {
                work(ctx);
            }
        }
    }

    private void work(ChannelHandlerContext ctx) {
        HttpRequest asked = request;
        Token holder = token;
        if (asked == null || holder == null) {
            return;
        }
        HubRequest whole;
        try {
            QueryStringDecoder uri =
                    new QueryStringDecoder(asked.uri(), java.nio.charset.StandardCharsets.UTF_8, true, MOST_PARAMETERS);
            List<String> path = Arrays.stream(uri.path().split("/"))
                    .filter(segment -> !segment.isEmpty())
                    .limit(MOST_PATH + 1)
                    .toList();
            whole = new HubRequest(
                    holder,
                    address(ctx),
                    asked.method().name(),
                    path,
                    uri.parameters(),
                    asked.headers().get(HttpHeaderNames.ACCEPT),
                    asked.headers().get(HttpHeaderNames.CONTENT_TYPE),
                    body.toByteArray());
        } catch (IllegalArgumentException e) { // a broken percent escape
            end(ctx, HubAnswer.error(400, "not a URL"));
            return;
        }
        body = new ByteArrayOutputStream(0);
        forgetDeadline();
        boolean isKept = HttpUtil.isKeepAlive(asked);
        isWorking = true;
        ctx.channel().config().setAutoRead(false);
        try {
            hub.workers().execute(() -> {
                HubAnswer answer = HubAnswer.error(500, "a defect of the hub");
                try {
                    answer = hub.api().answer(whole);
                } finally { // also after an error of the machine: the bytes are counted as free again
                    HubAnswer last = answer;
                    ctx.executor().execute(() -> answered(ctx, last, isKept));
                }
            });
        } catch (RejectedExecutionException e) {
            answered(ctx, HubAnswer.later(503, "too many requests at once", 1), isKept);
        }
    }

    /** The answer's bytes are counted until they are written: a client that reads slowly cannot pile them up. */
    private void answered(ChannelHandlerContext ctx, HubAnswer made, boolean isKept) {
        release();
        HubAnswer answer = reserve(made.body().length) ? made : HubAnswer.later(503, "too many requests at once", 1);
        request = null;
        token = null;
        await(ctx, REQUEST_S);
        ctx.writeAndFlush(response(answer, isKept)).addListener(written -> {
            release();
            isWorking = false;
            if (!isKept || !written.isSuccess()) {
                forgetDeadline(); // nobody else does when the connection was gone before
                ctx.close();
            } else {
                next(ctx);
            }
        });
    }

    private void next(ChannelHandlerContext ctx) {
        await(ctx, REQUEST_S);
        while (!ahead.isEmpty() && !isWorking) {
            handle(ctx, ahead.poll());
        }
        ctx.channel().config().setAutoRead(!isWorking);
    }

    /** Answers, and takes no further request: what the client still sends is swallowed for a moment. */
    private void end(ChannelHandlerContext ctx, HubAnswer answer) {
        isEnding = true;
        release();
        ctx.writeAndFlush(response(answer, false)).addListener(written -> {
            if (ctx.channel() instanceof SocketChannel socket
                    && socket.pipeline().get("tls") == null) {
                socket.shutdownOutput();
            }
        });
        await(ctx, LINGER_S);
    }

    private static FullHttpResponse response(HubAnswer answer, boolean isKept) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, TaxiiApi.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff");
        answer.headers().forEach(response.headers()::set);
        if (!isKept) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        return response;
    }

    private static String address(ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : "";
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // a client that went away, or one that does not speak TLS
    }
}
