import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The requests of Scalekit's Java SDK, with the same gRPC library and one try for each call: TLS to the host and the port of
 * the environment URL, whatever its scheme, and credentials that fetch a token before the first call.
 *
 * <p>Arguments: environment URL, client id, client secret. Each line of the standard input is a command, and each answer is
 * a line of JSON. `link ORGANIZATION [FEATURES]`: requests a link, with features by number. `refresh`: drops the token.
 */
public final class Channel {
    private static final MethodDescriptor<UnknownFieldSet, UnknownFieldSet> GENERATE_PORTAL_LINK =
            MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("scalekit.v1.organizations.OrganizationService/GeneratePortalLink")
                    .setRequestMarshaller(new Fields())
                    .setResponseMarshaller(new Fields())
                    .build();
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    public static void main(String[] arguments) throws Exception {
        URI environmentUrl = URI.create(arguments[0]);
        Credentials credentials = new Credentials(environmentUrl, arguments[1], arguments[2]);
        ManagedChannel channel = ManagedChannelBuilder.forAddress(environmentUrl.getHost(), environmentUrl.getPort())
                .userAgent("scalekit-sdk-java/2.5.0")
                .idleTimeout(240, TimeUnit.SECONDS)
                .keepAliveTime(60, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .build();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("refresh")) {
                credentials.token = null;
            } else {
                Map<String, Object> answer = ask(channel, credentials, words[1], Arrays.asList(words).subList(2, words.length));
                answer.put("tokens", credentials.fetched);
                System.out.println(json(answer));
            }
        }
        channel.shutdownNow();
    }

    private static Map<String, Object> ask(
            ManagedChannel channel, Credentials credentials, String organizationId, List<String> features) {
        CallOptions options =
                CallOptions.DEFAULT.withCallCredentials(credentials).withDeadlineAfter(20, TimeUnit.SECONDS);
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            UnknownFieldSet response =
                    ClientCalls.blockingUnaryCall(channel, GENERATE_PORTAL_LINK, options, request(organizationId, features));
            UnknownFieldSet link = UnknownFieldSet.parseFrom(bytes(response, 1));
            URI location = URI.create(bytes(link, 2).toStringUtf8());
            answer.put("status", "OK");
            answer.put("id", bytes(link, 1).toStringUtf8());
            // Only the origin, because the link is a credential.
            answer.put("origin", location.getScheme() + "://" + location.getAuthority());
        } catch (StatusRuntimeException failure) {
            answer.put("status", failure.getStatus().getCode().name());
            answer.put("errorCode", errorCode(failure));
            answer.put("cause", failure.getCause() == null ? "" : failure.getCause().getClass().getSimpleName());
        } catch (InvalidProtocolBufferException failure) {
            answer.put("status", "unreadable");
        }
        return answer;
    }

    /** `id` is field 1; `features` is field 4, packed as generated code packs it. */
    private static UnknownFieldSet request(String organizationId, List<String> features) {
        UnknownFieldSet.Builder request =
                UnknownFieldSet.newBuilder().addField(1, field(ByteString.copyFromUtf8(organizationId)));
        if (!features.isEmpty()) {
            byte[] numbers = new byte[features.size()];
            for (int at = 0; at < numbers.length; at += 1) {
                numbers[at] = Byte.parseByte(features.get(at));
            }
            request.addField(4, field(ByteString.copyFrom(numbers)));
        }
        return request.build();
    }

    private static Field field(ByteString value) {
        return Field.newBuilder().addLengthDelimited(value).build();
    }

    private static ByteString bytes(UnknownFieldSet message, int number) {
        return message.getField(number).getLengthDelimitedList().get(0);
    }

    /** `error_code` of the details, as the SDK reads it into its APIException. */
    private static String errorCode(StatusRuntimeException failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return "";
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.getTypeUrl().endsWith("/scalekit.v1.errdetails.ErrorInfo")) {
                try {
                    return bytes(UnknownFieldSet.parseFrom(detail.getValue()), 1).toStringUtf8();
                } catch (InvalidProtocolBufferException unreadable) {
                    return "unreadable";
                }
            }
        }
        return "";
    }

    /** Names, numbers and origins need no escapes. */
    private static String json(Map<String, Object> answer) {
        return answer.entrySet().stream()
                .map(entry -> entry.getValue() instanceof Integer
                        ? "\"%s\":%d".formatted(entry.getKey(), entry.getValue())
                        : "\"%s\":\"%s\"".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Messages by the numbers of their fields, without generated code. */
    private static final class Fields implements MethodDescriptor.Marshaller<UnknownFieldSet> {
        @Override
        public InputStream stream(UnknownFieldSet message) {
            return message.toByteString().newInput();
        }

        @Override
        public UnknownFieldSet parse(InputStream stream) {
            try {
                return UnknownFieldSet.parseFrom(stream);
            } catch (IOException unreadable) {
                throw Status.INTERNAL.withCause(unreadable).asRuntimeException();
            }
        }
    }

    private static final class Credentials extends CallCredentials {
        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);

        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final HttpRequest request;
        volatile String token;
        volatile int fetched;

        Credentials(URI environmentUrl, String clientId, String clientSecret) {
            String form = Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", clientSecret)
                    .entrySet()
                    .stream()
                    .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            request = HttpRequest.newBuilder(URI.create(environmentUrl + "/oauth/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
        }

        @Override
        public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
            executor.execute(() -> {
                try {
                    if (token == null) {
                        token = fetchToken();
                        fetched += 1;
                    }
                    Metadata headers = new Metadata();
                    headers.put(AUTHORIZATION, "Bearer " + token);
                    applier.apply(headers);
                } catch (Exception failure) {
                    applier.fail(Status.UNAUTHENTICATED.withCause(failure));
                }
            });
        }

        private String fetchToken() throws Exception {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            Matcher matcher = TOKEN.matcher(response.body());
            if (response.statusCode() != 200 || !matcher.find()) {
                throw new TokenRefused();
            }
            return matcher.group(1);
        }
    }

    private static final class TokenRefused extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
