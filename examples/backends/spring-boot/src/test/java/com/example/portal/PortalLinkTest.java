package com.example.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Tests the endpoint with the real SDK against `npx scalekit-portal-simulator`, configured by its variables. */
@SpringBootTest
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class PortalLinkTest {
    private static final String SIMULATOR = System.getenv("SCALEKIT_ENVIRONMENT_URL");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    private MockMvc application;

    @Autowired
    private UserDetailsService users;

    @BeforeEach
    void resetSimulator() throws Exception {
        steer("reset", "{}");
    }

    @Test
    void anAdministratorGetsOneLinkOfTheirOwnOrganization() throws Exception {
        application.perform(post("/api/portal-link").with(signedIn("ada")).with(csrf()))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", "no-store"))
                .andExpect(jsonPath("$.location").value(startsWith(SIMULATOR + "/")));
        assertThat(minted("organizationId")).containsExactly(System.getenv("SCALEKIT_ORGANIZATION_ID"));
    }

    @Test
    void aLinkMayBeForOnePartOfThePortal() throws Exception {
        application.perform(post("/api/portal-link?section=dir_sync").with(signedIn("ada")).with(csrf()))
                .andExpect(status().isOk());
        assertThat(minted("features[*]")).containsExactly("dir_sync");
    }

    @Test
    void nobodyElseGetsOne() throws Exception {
        application.perform(post("/api/portal-link").with(csrf())).andExpect(status().isUnauthorized());
        application.perform(post("/api/portal-link")).andExpect(status().isUnauthorized());
        application.perform(post("/api/portal-link").with(signedIn("mel")).with(csrf()))
                .andExpect(status().isForbidden());
        application.perform(post("/api/portal-link").with(signedIn("ada"))).andExpect(status().isForbidden());
        application.perform(post("/api/portal-link").with(signedIn("ada")).with(csrf().useInvalidToken()))
                .andExpect(status().isForbidden());
        assertThat(minted("id")).isEmpty();
    }

    @Test
    void aFailureTellsThePageNothingAndTheLogItsKind(CapturedOutput output) throws Exception {
        steer("fail-next-link", "{\"status\": 429}");
        String answer = application
                .perform(post("/api/portal-link").with(signedIn("ada")).with(csrf()))
                .andExpect(status().isBadGateway())
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(answer).isEqualTo("{\"error\":\"The admin portal is not available at the moment.\"}");
        assertThat(output).contains("RATE_LIMITED").doesNotContain(System.getenv("SCALEKIT_CLIENT_SECRET"));
        assertThat(minted("id")).isEmpty();
    }

    private RequestPostProcessor signedIn(String name) {
        return user(users.loadUserByUsername(name));
    }

    private static void steer(String command, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SIMULATOR + "/simulator/" + command))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** A property of each minted link. */
    private static List<String> minted(String property) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SIMULATOR + "/simulator")).build();
        return JsonPath.read(HTTP.send(request, BodyHandlers.ofString()).body(), "$.links[*]." + property);
    }
}
