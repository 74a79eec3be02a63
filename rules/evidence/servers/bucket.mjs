// Answers as S3 does when it is asked for a list of keys.
import http from 'node:http';

const LIST = '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>photos</Name><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated><Contents><Key>a.txt</Key><Size>3</Size></Contents></ListBucketResult>';

export const serve = () => new Promise((resolve) => {
  const server = http.createServer((request, response) => response.setHeader('content-type', 'application/xml').end(LIST));
  server.listen(0, '127.0.0.1', () => resolve(server.address().port));
});
