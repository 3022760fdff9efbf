//! Any HTTP gateway for text messages: the request is a template with `{phone}`, `{code}`, `{text}`
//! and `{secret}`, filled in as its place demands (URL, JSON, form).

use std::time::Duration;

use async_trait::async_trait;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use zeroize::Zeroizing;

use super::{CodeMessage, SmsError, SmsSender};

/// How placeholders are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Percent,
    Json,
    Plain,
}

/// What a request is made of.
#[derive(Clone)]
pub struct GatewayTemplate {
    /// With placeholders.
    pub url: String,
    /// Usually POST.
    pub method: Method,
    /// Fixed; secrets among them were read from files.
    pub headers: HeaderMap,
    /// With placeholders.
    pub body: String,
    /// The gateway's key where it belongs into URL or body; from a file.
    pub secret: Zeroizing<String>,
    /// For the whole request.
    pub timeout: Duration,
    /// Roots for `https` besides the compiled-in choice: PEM of the gateway's own CA.
    pub ca_pem: Option<Vec<u8>>,
}

/// Why a template cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Not an address.
    #[error("sms.gateway.url is not an http or https address with a host")]
    Url,
    /// A certificate that is none.
    #[error("sms.gateway.ca_file holds no PEM certificate")]
    Ca,
    /// The client cannot be made.
    #[error(
        "the HTTP client for sms.gateway cannot be set up: check the system's certificates or set sms.gateway.ca_file"
    )]
    Client,
}

/// Sends by HTTP.
pub struct SmsGateway {
    client: reqwest::Client,
    template: GatewayTemplate,
    body_encoding: Encoding,
}

impl SmsGateway {
    /// With this template.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn new(template: GatewayTemplate) -> Result<Self, TemplateError> {
        let sample = fill(&template.url, &SAMPLE, Encoding::Percent);
        let parsed = reqwest::Url::parse(&sample).map_err(|_| TemplateError::Url)?;
        if !matches!(parsed.scheme(), "http" | "https") || !parsed.has_host() {
            return Err(TemplateError::Url);
        }
        let mut builder = reqwest::Client::builder()
            .timeout(template.timeout)
            .redirect(reqwest::redirect::Policy::none());
        if let Some(pem) = &template.ca_pem {
            let roots =
                reqwest::Certificate::from_pem_bundle(pem).map_err(|_| TemplateError::Ca)?;
            builder = builder.tls_certs_only(roots);
        }
        let client = builder.build().map_err(|_| TemplateError::Client)?;
        let body_encoding = body_encoding(&template.headers);
        Ok(Self {
            client,
            template,
            body_encoding,
        })
    }
}

struct Values<'a> {
    phone: &'a str,
    code: &'a str,
    text: &'a str,
    secret: &'a str,
}

const SAMPLE: Values<'_> = Values {
    phone: "+31612345678",
    code: "000000",
    text: "text",
    secret: "secret",
};

#[async_trait]
impl SmsSender for SmsGateway {
    async fn send(&self, message: CodeMessage<'_>) -> Result<(), SmsError> {
        let values = Values {
            phone: message.phone.expose(),
            code: message.code,
            text: message.text,
            secret: &self.template.secret,
        };
        let url = fill(&self.template.url, &values, Encoding::Percent);
        let body = fill(&self.template.body, &values, self.body_encoding);
        let answer = self
            .client
            .request(self.template.method.clone(), url)
            .headers(self.template.headers.clone())
            .body(body)
            .send()
            .await
            .map_err(|_| SmsError::Unreachable)?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(SmsError::Refused(status.as_u16())),
        }
    }
}

fn body_encoding(headers: &HeaderMap) -> Encoding {
    let content_type = headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if content_type.contains("json") {
        Encoding::Json
    } else if content_type.contains("form-urlencoded") {
        Encoding::Percent
    } else {
        Encoding::Plain
    }
}

/// Replaces the placeholders, once: a value that looks like a placeholder stays as it is.
fn fill(template: &str, values: &Values<'_>, encoding: Encoding) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = [
            ("phone}", values.phone),
            ("code}", values.code),
            ("text}", values.text),
            ("secret}", values.secret),
        ];
        let found = known
            .iter()
            .find_map(|(name, value)| after.strip_prefix(name).map(|left| (left, value)));
        if let Some((left, value)) = found {
            encode(&mut out, value, encoding);
            rest = left;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn encode(out: &mut String, value: &str, encoding: Encoding) {
    use std::fmt::Write;
    match encoding {
        Encoding::Plain => out.push_str(value),
        Encoding::Json => {
            let quoted = serde_json::Value::from(value).to_string();
            let inner = quoted.strip_prefix('"').and_then(|q| q.strip_suffix('"'));
            out.push_str(inner.unwrap_or_default());
        }
        Encoding::Percent => {
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    out.push(char::from(byte));
                } else {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
}

/// Headers from configured names and values.
///
/// # Errors
/// The name of the first header that is none.
pub fn headers<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Result<HeaderMap, &'a str> {
    let mut headers = HeaderMap::new();
    for (name, text) in pairs {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| name)?;
        let mut value = HeaderValue::from_str(text).map_err(|_| name)?;
        value.set_sensitive(true);
        headers.insert(key, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::PhoneNumber;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    const VALUES: Values<'_> = Values {
        phone: "+31612345678",
        code: "012345",
        text: "Your \"code\" is {code} & more",
        secret: "s&s",
    };

    #[test]
    fn values_are_written_as_their_place_demands() {
        let url = fill(
            "https://x.example/?to={phone}&x={y}",
            &VALUES,
            Encoding::Percent,
        );
        assert_eq!(url, "https://x.example/?to=%2B31612345678&x={y}");
        let json = fill(r#"{"to":"{phone}","t":"{text}"}"#, &VALUES, Encoding::Json);
        let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(parsed["t"], VALUES.text);
        assert_eq!(fill("{code}{", &VALUES, Encoding::Plain), "012345{");
    }

    fn template(url: String) -> GatewayTemplate {
        let pairs = [
            ("content-type", "application/json"),
            ("authorization", "Key secret"),
        ];
        GatewayTemplate {
            url,
            method: Method::POST,
            headers: headers(pairs.into_iter()).unwrap(),
            body: r#"{"to":"{phone}","text":"{text}"}"#.to_owned(),
            secret: Zeroizing::new("s&s".to_owned()),
            timeout: Duration::from_secs(5),
            ca_pem: None,
        }
    }

    #[test]
    fn an_address_without_scheme_or_host_is_refused() {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        for url in ["ftp://x.example", "x.example/sms", "file:///etc/passwd", ""] {
            let refused = SmsGateway::new(template(url.to_owned())).err();
            assert_eq!(refused, Some(TemplateError::Url), "{url}");
        }
    }

    async fn answer_once(status: &'static str) -> (String, tokio::task::JoinHandle<String>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!(
            "http://{}/send?to={{phone}}&key={{secret}}",
            listener.local_addr().unwrap()
        );
        let server = tokio::task::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                let mut chunk = [0; 1024];
                let n = socket.read(&mut chunk).await.unwrap();
                assert!(n > 0);
                request.extend_from_slice(&chunk[..n]);
            }
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
            socket.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8(request).unwrap()
        });
        (url, server)
    }

    #[tokio::test]
    async fn a_message_goes_out_as_the_template_says_and_the_answer_counts() {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let phone = PhoneNumber::parse("+31612345678").unwrap();
        for (status, expected) in [("200 OK", Ok(())), ("403 No", Err(SmsError::Refused(403)))] {
            let (url, server) = answer_once(status).await;
            let gateway = SmsGateway::new(template(url)).unwrap();
            let message = CodeMessage {
                phone: &phone,
                code: "012345",
                text: "Code 012345",
            };
            assert_eq!(gateway.send(message).await, expected);
            let request = server.await.unwrap();
            assert!(request.starts_with("POST /send?to=%2B31612345678&key=s%26s HTTP/1.1"));
            assert!(request.contains("authorization: Key secret"));
            assert!(request.ends_with(r#"{"to":"+31612345678","text":"Code 012345"}"#));
        }
    }
}
