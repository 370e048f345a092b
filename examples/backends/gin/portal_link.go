package main

import (
	"errors"
	"fmt"
	"log"
	"net/http"

	"connectrpc.com/connect"
	"github.com/gin-gonic/gin"
	"github.com/scalekit-inc/scalekit-sdk-go/v2"
)

// A link works once, so no cache may keep it.
func noStore(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
}

// Go's own check of Sec-Fetch-Site and Origin, so the page needs no CSRF token.
// AddTrustedOrigin allows requests from another domain of yours.
func refuseOtherOrigins() gin.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if err := protection.Check(c.Request); err != nil {
			c.AbortWithStatusJSON(http.StatusForbidden, gin.H{"error": "This page is of another site."})
		}
	}
}

// The Go SDK takes no features. The REST API does, with a token from POST /oauth/token:
// PUT /api/v1/organizations/{id}/portal_links?features=sso
func (a *app) portalLink(c *gin.Context) {
	user := a.signedIn(c)
	if user == nil {
		c.JSON(http.StatusUnauthorized, gin.H{"error": "Sign in first."})
		return
	}
	if !user.isAdmin {
		c.JSON(http.StatusForbidden, gin.H{"error": "You are not an administrator."})
		return
	}
	// The organization comes from the user, never from the browser.
	link, err := a.scalekit.Organization().GeneratePortalLink(c.Request.Context(), user.organizationID)
	if err != nil {
		log.Printf("No portal link for %s: %s", user.organizationID, reason(err))
		c.JSON(http.StatusBadGateway, gin.H{"error": "The portal cannot be reached."})
		return
	}
	c.JSON(http.StatusOK, gin.H{"location": link.Location})
}

// reason returns the type and the code of an error for the log. The message may contain secrets.
func reason(err error) string {
	var refused *scalekit.Error
	if errors.As(err, &refused) {
		return fmt.Sprintf("%T %d", refused, refused.StatusCode)
	}
	return fmt.Sprintf("%T %s", err, connect.CodeOf(err))
}
