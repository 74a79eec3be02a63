/** What of a recorded request is nobody else's business, and the placeholder that stands for it: `{{env.NAME}}`, read when the script is played. */
const SECRET_HEADER = /^(?:authorization|proxy-authorization|cookie|x-(?:api|auth|access|csrf|xsrf|amz-security|goog-api|functions)-?(?:key|token)?|x-[\w-]*(?:token|secret|key|signature)|api-?key|apikey)$/;
const SECRET_FIELD = /(?:^|_)(?:password|passwd|pwd|passphrase|secret|client_secret|token|access_token|refresh_token|id_token|api_?key|private_?key|authorization|otp|pin|cvv|card_?number)$/;

const apart = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();

export const isSecretHeader = (name: string): boolean => SECRET_HEADER.test(name.toLowerCase());
export const isSecretField = (name: string): boolean => SECRET_FIELD.test(apart(name));

/** `x-api-key` is X_API_KEY. */
export const variableName = (name: string): string => apart(name).toUpperCase().replace(/^_+|_+$/g, '').replace(/^(?=\d)/, 'V');

export const placeholder = (name: string): string => `{{env.${variableName(name)}}}`;
