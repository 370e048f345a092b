package com.example.portal;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

@Configuration
class SecurityConfiguration {
    private static final RequestMatcher API = pathPattern("/api/**");

    /** A user with their Scalekit organization, which never comes from the browser. */
    static class AppUser extends User {
        private final String organizationId;

        AppUser(String name, String password, String role, String organizationId) {
            super(name, password, List.of(new SimpleGrantedAuthority("ROLE_" + role)));
            this.organizationId = organizationId;
        }

        String getOrganizationId() {
            return organizationId;
        }
    }

    /** Replace with a look-up in your database. */
    @Bean
    UserDetailsService users(@Value("${SCALEKIT_ORGANIZATION_ID}") String organizationId) {
        return name -> switch (name) {
            case "ada" -> new AppUser(name, "{noop}ada", "ADMIN", organizationId);
            case "mel" -> new AppUser(name, "{noop}mel", "MEMBER", organizationId);
            default -> throw new UsernameNotFoundException("No user of this name");
        };
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, @Value("${SCALEKIT_ENVIRONMENT_URL}") URI environmentUrl)
            throws Exception {
        String portal = environmentUrl.getScheme() + "://" + environmentUrl.getRawAuthority();
        return http.authorizeHttpRequests(requests -> requests
                        .requestMatchers("/scalekit-admin-portal.min.js")
                        .permitAll()
                        .requestMatchers("/api/portal-link")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .authenticated())
                .formLogin(login -> login.defaultSuccessUrl("/settings"))
                .exceptionHandling(handling -> handling
                        // The element does not follow redirects: 401 for its requests, the login form for all others.
                        .defaultAuthenticationEntryPointFor(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), API)
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/login"), AnyRequestMatcher.INSTANCE)
                        // A person who is not signed in has no CSRF token either, and Spring checks the token first.
                        .defaultAccessDeniedHandlerFor(
                                (request, response, denied) -> response.setStatus(
                                        SecurityContextHolder.getContext().getAuthentication() == null ? 401 : 403),
                                API))
                .headers(headers -> headers.contentSecurityPolicy(policy ->
                        policy.policyDirectives("frame-src " + portal + "; connect-src 'self'")))
                .build();
    }
}
