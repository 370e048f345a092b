package com.example.portal;

import com.scalekit.ScalekitClient;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

@SpringBootApplication
public class Application {
    private static final List<String> REQUIRED = List.of(
            "SCALEKIT_ENVIRONMENT_URL", "SCALEKIT_CLIENT_ID", "SCALEKIT_CLIENT_SECRET", "SCALEKIT_ORGANIZATION_ID");

    public static void main(String[] arguments) {
        for (String name : REQUIRED) {
            if (System.getenv().getOrDefault(name, "").isBlank()) {
                System.err.println("The environment variable " + name + " is not set.");
                System.exit(1);
            }
        }
        SpringApplication.run(Application.class, arguments);
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
        System.out.println("Open http://localhost:" + port + "/settings");
    }

    /** One client for the whole application, because it keeps its token and its connection. */
    @Bean
    ScalekitClient scalekit(
            @Value("${SCALEKIT_ENVIRONMENT_URL}") String environmentUrl,
            @Value("${SCALEKIT_CLIENT_ID}") String clientId,
            @Value("${SCALEKIT_CLIENT_SECRET}") String clientSecret) {
        return new ScalekitClient(environmentUrl, clientId, clientSecret);
    }
}
